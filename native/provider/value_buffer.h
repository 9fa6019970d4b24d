// The bytes of a property that is written as a stream. Large ones lie in a temporary file, not in memory.
#pragma once

#include <windows.h>

#include <optional>

#include "provider/value_source.h"

namespace mapi_msg {

class ValueBuffer final : public ValueSource {
  public:
    ValueBuffer() = default;
    ValueBuffer(const ValueBuffer&) = delete;
    ValueBuffer& operator=(const ValueBuffer&) = delete;
    ~ValueBuffer() override;

    std::uint64_t Size() override { return size_; }
    ULONG Read(std::uint64_t position, void* buffer, ULONG count) override;
    void Write(std::uint64_t position, const void* bytes, ULONG count);
    void Resize(std::uint64_t size);
    void Append(ValueSource& source);

  private:
    void MoveToFile();

    std::uint64_t size_ = 0;
    format::ByteVector memory_;  // unless there is a file
    HANDLE file_ = INVALID_HANDLE_VALUE;
};

// The whole contents. Nothing if there are more bytes than the limit.
std::optional<format::ByteVector> ReadAll(ValueSource& source, std::uint64_t limit);

}  // namespace mapi_msg

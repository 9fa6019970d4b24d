#include "provider/value_source.h"

#include <algorithm>
#include <cstring>

#include "provider/storage_access.h"

namespace mapi_msg {

namespace {

class StreamSource final : public ValueSource {
  public:
    explicit StreamSource(std::shared_ptr<SharedStream> stream) : stream_(std::move(stream)) {}

    std::uint64_t Size() override { return SizeOf(*stream_->stream); }

    ULONG Read(std::uint64_t position, void* buffer, ULONG count) override {
        LARGE_INTEGER target;
        target.QuadPart = static_cast<LONGLONG>(position);
        ThrowIfStorageFailed(stream_->stream->Seek(target, STREAM_SEEK_SET, nullptr));
        ULONG read = 0;
        ThrowIfStorageFailed(stream_->stream->Read(buffer, count, &read));
        return std::min(read, count);
    }

  private:
    std::shared_ptr<SharedStream> stream_;
};

class MemorySource final : public ValueSource {
  public:
    explicit MemorySource(format::ByteVector bytes) : bytes_(std::move(bytes)) {}

    std::uint64_t Size() override { return bytes_.size(); }

    ULONG Read(std::uint64_t position, void* buffer, ULONG count) override {
        if (position >= bytes_.size()) return 0;
        const std::size_t start = static_cast<std::size_t>(position);
        const std::size_t size = std::min<std::size_t>(bytes_.size() - start, count);
        std::memcpy(buffer, bytes_.data() + start, size);
        return static_cast<ULONG>(size);
    }

  private:
    format::ByteVector bytes_;
};

}  // namespace

std::shared_ptr<ValueSource> MakeStreamSource(std::shared_ptr<SharedStream> stream) {
    return std::make_shared<StreamSource>(std::move(stream));
}

std::shared_ptr<ValueSource> MakeMemorySource(format::ByteVector bytes) {
    return std::make_shared<MemorySource>(std::move(bytes));
}

}  // namespace mapi_msg

// Where the bytes of a compound file come from. Nothing in this folder knows Windows.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

namespace mapi_msg::compound_file {

class ByteSource {
  public:
    virtual ~ByteSource() = default;
    virtual std::uint64_t Size() const = 0;
    // Reads at `offset`. Returns how many bytes there were: fewer than asked for only at the end.
    // Throws Error(Problem::ReadFault).
    virtual std::size_t Read(std::uint64_t offset, std::span<std::uint8_t> target) const = 0;
};

// Of bytes that somebody else keeps.
class SpanSource final : public ByteSource {
  public:
    explicit SpanSource(std::span<const std::uint8_t> bytes) : bytes_(bytes) {}
    std::uint64_t Size() const override { return bytes_.size(); }
    std::size_t Read(std::uint64_t offset, std::span<std::uint8_t> target) const override;

  private:
    std::span<const std::uint8_t> bytes_;
};

}  // namespace mapi_msg::compound_file

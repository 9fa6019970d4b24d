// Little-endian numbers in the bytes of a file.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace mapi_msg::format {

using Bytes = std::span<const std::uint8_t>;
using ByteVector = std::vector<std::uint8_t>;

// The caller has checked that offset + 2, 4 or 8 lies within the bytes.
inline std::uint16_t ReadU16(Bytes bytes, std::size_t offset) {
    return static_cast<std::uint16_t>(bytes[offset] | bytes[offset + 1] << 8);
}
inline std::uint32_t ReadU32(Bytes bytes, std::size_t offset) {
    return static_cast<std::uint32_t>(ReadU16(bytes, offset)) |
           static_cast<std::uint32_t>(ReadU16(bytes, offset + 2)) << 16;
}
inline std::uint64_t ReadU64(Bytes bytes, std::size_t offset) {
    return static_cast<std::uint64_t>(ReadU32(bytes, offset)) |
           static_cast<std::uint64_t>(ReadU32(bytes, offset + 4)) << 32;
}

inline void AppendU32(ByteVector& bytes, std::uint32_t number) {
    for (int shift = 0; shift < 32; shift += 8) bytes.push_back(static_cast<std::uint8_t>(number >> shift));
}

}  // namespace mapi_msg::format

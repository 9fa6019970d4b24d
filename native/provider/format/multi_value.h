// The length stream of multi-valued strings and binaries, [MS-OXMSG] 2.1.4.2.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "provider/format/bytes.h"
#include "provider/format/property_types.h"

namespace mapi_msg::format {

// How many values a property has whose length stream has this size. The lengths in it are not needed: each
// value's own stream says how long it is. A last length that is cut off does not count.
constexpr std::size_t CountOfVariableValues(std::uint16_t type, std::uint64_t lengthStreamSize) {
    const std::size_t lengthSize = type == (kMultiValueFlag | kTypeBinary) ? 8 : 4;
    return static_cast<std::size_t>(lengthStreamSize / lengthSize);
}

// How many values of a fixed size a stream of this size holds; a last one that is cut off does not count.
constexpr std::size_t CountOfFixedValues(std::uint16_t type, std::uint64_t streamSize) {
    return static_cast<std::size_t>(streamSize / FixedSizeOf(type));
}

// Strings have their NUL in their streams, and it counts.
inline ByteVector MakeLengthStream(std::uint16_t type, const std::vector<ByteVector>& streams) {
    ByteVector lengths;
    for (const ByteVector& stream : streams) {
        AppendU32(lengths, static_cast<std::uint32_t>(stream.size()));
        if (type == (kMultiValueFlag | kTypeBinary)) AppendU32(lengths, 0);
    }
    return lengths;
}

}  // namespace mapi_msg::format

// The mapping of named properties, __nameid_version1.0, [MS-OXMSG] 2.2.3.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "provider/format/bytes.h"

namespace mapi_msg::format {

using GuidBytes = std::array<std::uint8_t, 16>;

inline constexpr std::uint16_t kFirstNamedId = 0x8000;
inline constexpr std::uint16_t kLastNamedId = 0xFFFE;
inline constexpr std::size_t kNamedEntrySize = 8;

struct PropertyName {
    GuidBytes propertySet{};
    bool isString = false;
    std::uint32_t id = 0;  // unless isString
    std::u16string name;   // if isString

    friend bool operator==(const PropertyName&, const PropertyName&) = default;
};

struct NamedProperty {
    std::uint16_t id;
    PropertyName name;
};

// Entries that point outside their streams are skipped, as are ids beyond 0xFFFE.
std::vector<NamedProperty> ParseNamedProperties(Bytes guids, Bytes entries, Bytes names);

}  // namespace mapi_msg::format

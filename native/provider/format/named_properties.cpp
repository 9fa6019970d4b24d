#include "provider/format/named_properties.h"

#include <algorithm>
#include <optional>

namespace mapi_msg::format {

namespace {

constexpr GuidBytes MapiGuid(std::uint8_t first, std::uint8_t second) {
    return {first, second, 0x02, 0, 0, 0, 0, 0, 0xC0, 0, 0, 0, 0, 0, 0, 0x46};
}

std::optional<GuidBytes> PropertySetOf(Bytes guids, std::size_t index) {
    if (index == 1) return MapiGuid(0x28, 0x03);  // PS_MAPI
    if (index == 2) return MapiGuid(0x29, 0x03);  // PS_PUBLIC_STRINGS
    if (index < 3) return std::nullopt;
    const std::size_t offset = (index - 3) * sizeof(GuidBytes);
    if (offset + sizeof(GuidBytes) > guids.size()) return std::nullopt;
    GuidBytes guid;
    std::copy_n(guids.begin() + static_cast<std::ptrdiff_t>(offset), guid.size(), guid.begin());
    return guid;
}

std::optional<std::u16string> NameAt(Bytes names, std::size_t offset) {
    if (offset > names.size() || names.size() - offset < 4) return std::nullopt;
    const std::size_t length = ReadU32(names, offset);
    if (length > names.size() - offset - 4) return std::nullopt;
    std::u16string name;
    name.reserve(length / 2);
    for (std::size_t i = 0; i + 1 < length; i += 2) name += ReadU16(names, offset + 4 + i);
    return name;
}

}  // namespace

std::vector<NamedProperty> ParseNamedProperties(Bytes guids, Bytes entries, Bytes names) {
    constexpr std::size_t kMaxEntries = kLastNamedId - kFirstNamedId + 1;
    const std::size_t count = std::min(entries.size() / kNamedEntrySize, kMaxEntries);
    std::vector<NamedProperty> result;
    result.reserve(count);
    for (std::size_t i = 0; i < count; ++i) {
        const std::uint32_t idOrOffset = ReadU32(entries, i * kNamedEntrySize);
        const std::uint16_t guidAndKind = ReadU16(entries, i * kNamedEntrySize + 4);
        const auto propertySet = PropertySetOf(guids, guidAndKind >> 1);
        if (!propertySet) continue;

        NamedProperty property;
        property.id = static_cast<std::uint16_t>(kFirstNamedId + i);
        property.name.propertySet = *propertySet;
        property.name.isString = (guidAndKind & 1) != 0;
        if (property.name.isString) {
            auto name = NameAt(names, idOrOffset);
            if (!name) continue;
            property.name.name = *std::move(name);
        } else {
            property.name.id = idOrOffset;
        }
        result.push_back(std::move(property));
    }
    return result;
}

}  // namespace mapi_msg::format

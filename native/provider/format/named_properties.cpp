#include "provider/format/named_properties.h"

#include <algorithm>
#include <optional>

#include "provider/format/crc32.h"

namespace mapi_msg::format {

namespace {

constexpr GuidBytes MapiGuid(std::uint8_t first, std::uint8_t second) {
    return {first, second, 0x02, 0, 0, 0, 0, 0, 0xC0, 0, 0, 0, 0, 0, 0, 0x46};
}

constexpr GuidBytes kMapi = MapiGuid(0x28, 0x03);             // PS_MAPI
constexpr GuidBytes kPublicStrings = MapiGuid(0x29, 0x03);    // PS_PUBLIC_STRINGS
constexpr GuidBytes kInternetHeaders = MapiGuid(0x86, 0x03);  // PS_INTERNET_HEADERS
// The first two sets have indices of their own and are not in the stream.
constexpr std::uint16_t kMapiIndex = 1;
constexpr std::uint16_t kPublicStringsIndex = 2;
constexpr std::uint16_t kFirstStreamIndex = 3;

std::optional<GuidBytes> PropertySetOf(Bytes guids, std::size_t index) {
    if (index == kMapiIndex) return kMapi;
    if (index == kPublicStringsIndex) return kPublicStrings;
    if (index < kFirstStreamIndex) return std::nullopt;
    const std::size_t offset = (index - kFirstStreamIndex) * sizeof(GuidBytes);
    if (offset + sizeof(GuidBytes) > guids.size()) return std::nullopt;
    GuidBytes guid;
    std::copy_n(guids.begin() + static_cast<std::ptrdiff_t>(offset), guid.size(), guid.begin());
    return guid;
}

std::optional<std::u16string> NameAt(Bytes names, std::size_t offset, std::size_t longest) {
    if (offset > names.size() || names.size() - offset < 4) return std::nullopt;
    const std::size_t length = ReadU32(names, offset);
    if (length > names.size() - offset - 4 || length > longest) return std::nullopt;
    std::u16string name;
    name.reserve(length / 2);
    for (std::size_t i = 0; i + 1 < length; i += 2) name += ReadU16(names, offset + 4 + i);
    return name;
}

// An entry of the mapping, or of a bucket.
void AppendEntry(ByteVector& entries, std::uint32_t idOrText, std::uint32_t guidAndKind,
                 std::uint32_t index) {
    AppendU32(entries, idOrText);
    AppendU32(entries, guidAndKind | index << 16);
}

ByteVector BytesOfName(std::u16string_view name) {
    ByteVector bytes;
    for (char16_t unit : name) {
        bytes.push_back(static_cast<std::uint8_t>(unit));
        bytes.push_back(static_cast<std::uint8_t>(unit >> 8));
    }
    return bytes;
}

void Pad(ByteVector& bytes) { bytes.resize((bytes.size() + 3) / 4 * 4); }

}  // namespace

std::vector<NamedProperty> ParseNamedProperties(const NamedPropertyStreams& streams) {
    const Bytes guids(streams.guids);
    const Bytes entries(streams.entries);
    const Bytes names(streams.names);
    constexpr std::size_t kMaxEntries = kLastNamedId - kFirstNamedId + 1;
    // Entries may share a name, but not so that a small file makes a large mapping.
    std::size_t bytesLeft = 4 * names.size();
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
            auto name = NameAt(names, idOrOffset, bytesLeft);
            if (!name) continue;
            bytesLeft -= 2 * name->size();
            property.name.name = *std::move(name);
        } else {
            property.name.id = idOrOffset;
        }
        result.push_back(std::move(property));
    }
    return result;
}

PropertyName NormalizedName(PropertyName name) {
    if (!name.isString || name.propertySet != kInternetHeaders) return name;
    for (char16_t& unit : name.name) {
        if (unit >= u'A' && unit <= u'Z') unit = static_cast<char16_t>(unit + (u'a' - u'A'));
    }
    return name;
}

NamedPropertyWriter::NamedPropertyWriter(NamedPropertyStreams streams) : streams_(std::move(streams)) {
    // What was cut off would shift what is added.
    streams_.guids.resize(streams_.guids.size() / sizeof(GuidBytes) * sizeof(GuidBytes));
    streams_.entries.resize(streams_.entries.size() / kNamedEntrySize * kNamedEntrySize);
    Pad(streams_.names);
    propertySets_ = {{kMapi, kMapiIndex}, {kPublicStrings, kPublicStringsIndex}};
    const std::size_t count = streams_.guids.size() / sizeof(GuidBytes);
    for (std::size_t i = 0; i < count; ++i) {
        const std::size_t index = kFirstStreamIndex + i;
        propertySets_.try_emplace(*PropertySetOf(streams_.guids, index), static_cast<std::uint16_t>(index));
    }
}

std::uint16_t NamedPropertyWriter::IndexOf(const GuidBytes& propertySet) {
    const auto next =
        static_cast<std::uint16_t>(kFirstStreamIndex + streams_.guids.size() / sizeof(GuidBytes));
    const auto [found, isNew] = propertySets_.try_emplace(propertySet, next);
    if (isNew) streams_.guids.insert(streams_.guids.end(), propertySet.begin(), propertySet.end());
    return found->second;
}

void NamedPropertyWriter::Add(const PropertyName& name) {
    const auto index = static_cast<std::uint32_t>(streams_.entries.size() / kNamedEntrySize);
    const std::uint32_t guidAndKind = IndexOf(name.propertySet) << 1u | (name.isString ? 1u : 0u);
    if (!name.isString) {
        AppendEntry(streams_.entries, name.id, guidAndKind, index);
        return;
    }
    AppendEntry(streams_.entries, static_cast<std::uint32_t>(streams_.names.size()), guidAndKind, index);
    const ByteVector text = BytesOfName(name.name);
    AppendU32(streams_.names, static_cast<std::uint32_t>(text.size()));
    streams_.names.insert(streams_.names.end(), text.begin(), text.end());
    Pad(streams_.names);
}

std::map<std::uint16_t, ByteVector> MakeNameBuckets(const NamedPropertyStreams& streams) {
    constexpr std::uint32_t kFirstBucket = 0x1000;
    constexpr std::uint32_t kBuckets = 0x1F;
    std::map<std::uint16_t, ByteVector> buckets;
    for (const NamedProperty& property : ParseNamedProperties(streams)) {
        const std::uint32_t index = property.id - kFirstNamedId;
        const std::uint32_t guidAndKind = ReadU16(streams.entries, index * kNamedEntrySize + 4);
        const std::uint32_t key = property.name.isString
                                      ? Crc32(BytesOfName(NormalizedName(property.name).name))
                                      : property.name.id;
        const auto bucket = static_cast<std::uint16_t>(kFirstBucket + (key ^ guidAndKind) % kBuckets);
        AppendEntry(buckets[bucket], key, guidAndKind, index);
    }
    return buckets;
}

}  // namespace mapi_msg::format

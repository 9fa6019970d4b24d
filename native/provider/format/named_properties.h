// The mapping of named properties, __nameid_version1.0, [MS-OXMSG] 2.2.3.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <map>
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

// The streams of the mapping.
struct NamedPropertyStreams {
    ByteVector guids;
    ByteVector entries;
    ByteVector names;
};

// Entries that point outside their streams are skipped, as are ids beyond 0xFFFE, and entries whose names
// would come to many times the length of their stream.
std::vector<NamedProperty> ParseNamedProperties(const NamedPropertyStreams& streams);

// Adds names to a mapping. What is in it stays as it is.
class NamedPropertyWriter {
  public:
    explicit NamedPropertyWriter(NamedPropertyStreams streams);

    // The name of the first id that has none yet.
    void Add(const PropertyName& name);
    const NamedPropertyStreams& Streams() const { return streams_; }

  private:
    std::uint16_t IndexOf(const GuidBytes& propertySet);

    NamedPropertyStreams streams_;
    std::map<GuidBytes, std::uint16_t> propertySets_;
};

// The streams that find ids by name, 2.2.3.2, by the number in their name: an id of 0x1000 and up.
std::map<std::uint16_t, ByteVector> MakeNameBuckets(const NamedPropertyStreams& streams);

// Names of internet headers are told apart without case: in lower case they are hashed.
PropertyName NormalizedName(PropertyName name);

}  // namespace mapi_msg::format

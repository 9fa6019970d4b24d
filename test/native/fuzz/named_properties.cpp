// The mapping of named properties. The first four bytes are the lengths of the GUIDs' and the entries'
// stream; what is left over is the names'.
#include <algorithm>
#include <cstdint>

#include "fuzz/expect.h"
#include "provider/format/named_properties.h"

namespace {

using namespace mapi_msg::format;
using mapi_msg::fuzz::Expect;

ByteVector Take(Bytes& bytes, std::size_t size) {
    const Bytes taken = bytes.first(std::min(size, bytes.size()));
    bytes = bytes.subspan(taken.size());
    return {taken.begin(), taken.end()};
}

std::size_t TextSize(const std::vector<NamedProperty>& properties) {
    std::size_t size = 0;
    for (const NamedProperty& property : properties) size += property.name.name.size() * sizeof(char16_t);
    return size;
}

// Names can be added to any mapping, and do not disturb what was in it.
void Add(const NamedPropertyStreams& streams, const std::vector<NamedProperty>& before) {
    NamedPropertyWriter writer(streams);
    PropertyName text;
    text.isString = true;
    text.name = u"added";
    PropertyName number;
    number.propertySet = {1, 2, 3};
    number.id = 0x8101;
    const std::size_t first = writer.Streams().entries.size() / kNamedEntrySize;
    writer.Add(text);
    writer.Add(number);
    const auto after = ParseNamedProperties(writer.Streams());
    // Of names that share their text, how many are read depends on how much text there is.
    if (TextSize(after) > writer.Streams().names.size()) return;
    Expect(after.size() >= before.size());
    for (const NamedProperty& property : before) {
        Expect(std::ranges::any_of(after, [&](const NamedProperty& other) {
            return other.id == property.id && other.name == property.name;
        }));
    }
    const std::size_t lastId = kFirstNamedId + first + 1;
    if (lastId <= kLastNamedId) Expect(after.back().id == lastId && after.back().name == number);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size < 4) return 0;
    Bytes bytes(data, size);
    const std::size_t guids = ReadU16(bytes, 0);
    const std::size_t entries = ReadU16(bytes, 2);
    bytes = bytes.subspan(4);
    NamedPropertyStreams streams;
    streams.guids = Take(bytes, guids);
    streams.entries = Take(bytes, entries);
    streams.names = Take(bytes, bytes.size());
    const auto properties = ParseNamedProperties(streams);
    Expect(properties.size() <= streams.entries.size() / kNamedEntrySize);
    for (const NamedProperty& property : properties) static_cast<void>(NormalizedName(property.name));
    static_cast<void>(MakeNameBuckets(streams));
    if (properties.size() < 100) Add(streams, properties);
    return 0;
}

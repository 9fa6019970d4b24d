// Property streams: the first byte says whose. Entries are written as they were read.
#include <algorithm>
#include <cstdint>
#include <span>

#include "fuzz/expect.h"
#include "provider/format/multi_value.h"
#include "provider/format/property_stream.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace mapi_msg::format;
    using mapi_msg::fuzz::Expect;
    if (size == 0) return 0;
    const auto owner = static_cast<PropertyOwner>(data[0] % 3);
    const Bytes bytes(data + 1, size - 1);
    const auto stream = ParsePropertyStream(bytes, owner);
    Expect(stream.has_value() == (bytes.size() >= HeaderSizeOf(owner)));
    if (!stream) return 0;
    Expect(stream->entries.size() <= bytes.size() / 16);
    const ByteVector written = MakePropertyStream(*stream, owner);
    const Bytes entries = Bytes(written).subspan(HeaderSizeOf(owner));
    // Either header may be that of a message.
    const auto begins = [&](PropertyOwner other) {
        const std::size_t start = std::min(bytes.size(), HeaderSizeOf(other));
        const Bytes rest = bytes.subspan(start);
        return entries.size() <= rest.size() && std::equal(entries.begin(), entries.end(), rest.begin());
    };
    Expect(begins(owner) || begins(PropertyOwner::kRootMessage) || begins(PropertyOwner::kEmbeddedMessage));
    for (const PropertyEntry& entry : stream->entries) {
        const std::uint16_t type = TypeOf(entry.tag);
        if (PlacementOf(type) == Placement::kInline) Expect(FixedSizeOf(type) <= entry.value.size());
        if (PlacementOf(type) == Placement::kFixedMultiValue) {
            Expect(CountOfFixedValues(type, bytes.size()) <= bytes.size());
        }
    }
    return 0;
}

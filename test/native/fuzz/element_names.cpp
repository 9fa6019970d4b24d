// Names of storages and streams: UTF-16.
#include <cstdint>
#include <cstring>
#include <string>

#include "fuzz/expect.h"
#include "provider/format/names.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace mapi_msg::format;
    using mapi_msg::fuzz::Expect;
    std::u16string name(size / 2, u'\0');
    if (!name.empty()) std::memcpy(name.data(), data, name.size() * 2);
    const ElementName parsed = ParseElementName(name);
    if (parsed.kind == ElementKind::kOther) return 0;
    const ElementName again = ParseElementName(NameOf(parsed));
    Expect(again.kind == parsed.kind && again.tag == parsed.tag && again.number == parsed.number);
    return 0;
}

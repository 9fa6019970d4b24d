// RTF that encapsulates HTML or text. Fuzzers take long to find the beginning that tells so.
#include <cstdint>
#include <string_view>

#include "fuzz/expect.h"
#include "text/encapsulated_rtf.h"

namespace {

using namespace mapi_msg::text;
using mapi_msg::fuzz::Expect;

void Recover(Bytes rtf) {
    try {
        // An angle bracket becomes an entity of four characters.
        const auto found = DeEncapsulate(rtf);
        if (found) Expect(found->text.size() <= 4 * rtf.size());
    } catch (const RtfError& error) {
        Expect(error.why != nullptr);
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const Bytes bytes(data, size);
    Recover(bytes);
    constexpr std::string_view kBeginning = "{\\rtf1\\ansi\\fromhtml1 ";
    ByteVector rtf(kBeginning.begin(), kBeginning.end());
    rtf.insert(rtf.end(), bytes.begin(), bytes.end());
    Recover(rtf);
    return 0;
}

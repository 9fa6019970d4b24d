// 8-bit strings: the first two bytes choose the code page, which may be none that there is.
#include <array>
#include <cstdint>

#include "fuzz/expect.h"
#include "text/code_page.h"
#include "text/japanese.h"

namespace {

using namespace mapi_msg::text;
using mapi_msg::fuzz::Expect;

constexpr std::array<UINT, 16> kPages = {932,   936,   949,   1252,  20127, 20936, 28591, 50220,
                                         50221, 50222, 51932, 51936, 51949, 54936, 65000, 65001};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size < 2) return 0;
    const UINT page = data[0] % 2 == 0 ? kPages[data[1] % kPages.size()] : UINT{data[0]} << 8 | data[1];
    const Bytes text(data + 2, size - 2);
    try {
        static_cast<void>(IsKnownCodePage(page));
        static_cast<void>(LikelyCodePage(text, page));
        const std::u16string decoded = DecodeString8(text, page);
        Expect(decoded.size() <= 4 * text.size());
        Expect(EncodeString8(decoded, page).size() <= 16 * decoded.size() + 16);
    } catch (const TextError& error) {
        Expect(FAILED(error.result));
    }
    for (const auto convert :
         {ShiftJisFromEucJp, ShiftJisFromIso2022Jp, EucJpFromShiftJis, Iso2022JpFromShiftJis}) {
        Expect(convert(text).size() <= 8 * text.size() + 8);
    }
    static_cast<void>(IsEucJp(text));
    return 0;
}

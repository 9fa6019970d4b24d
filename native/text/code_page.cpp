#include "text/code_page.h"

#include <algorithm>
#include <array>
#include <atomic>

#include "text/gb18030.h"
#include "text/japanese.h"

namespace mapi_msg::text {

namespace {

constexpr UINT kShiftJis = 932;
constexpr UINT kGbk = 936;
constexpr UINT kSimplifiedChinese = 20936;
constexpr UINT kKorean = 949;
constexpr UINT kEucJp = 51932;
constexpr UINT kEucCn = 51936;
constexpr UINT kEucKr = 51949;
constexpr UINT kGb18030 = 54936;

// IsValidCodePage, whose answer may take a search on disk each time.
bool IsOfSystem(UINT codePage) {
    enum Answer : std::uint8_t { kUnasked, kNo, kYes };
    static std::array<std::atomic<std::uint8_t>, 0x10000> answers;
    if (codePage >= answers.size()) return false;
    std::uint8_t answer = answers[codePage].load(std::memory_order_relaxed);
    if (answer == kUnasked) {
        answer = IsValidCodePage(codePage) ? kYes : kNo;
        answers[codePage].store(answer, std::memory_order_relaxed);
    }
    return answer == kYes;
}

bool IsIso2022Jp(UINT codePage) { return codePage >= 50220 && codePage <= 50222; }

bool IsIso8859(UINT codePage) { return codePage >= 28591 && codePage <= 28605; }

// Whether bytes below 0x80 are ASCII, whatever comes before and after them.
bool IsAsciiSuperset(UINT codePage) {
    constexpr UINT kAscii = 20127;
    const bool isWindows = (codePage >= 1250 && codePage <= 1258) || codePage == 874;
    return isWindows || codePage == CP_UTF8 || codePage == kAscii || IsIso8859(codePage);
}

std::u16string DecodeAscii(Bytes text) { return std::u16string(text.begin(), text.end()); }

int CountOf(std::size_t size) {
    if (size > MAXLONG) throw TextError{E_OUTOFMEMORY};
    return static_cast<int>(size);
}

std::u16string DecodeBySystem(Bytes text, UINT codePage) {
    if (text.empty()) return {};
    const auto* source = reinterpret_cast<const char*>(text.data());
    const int size = CountOf(text.size());
    const int length = MultiByteToWideChar(codePage, 0, source, size, nullptr, 0);
    if (length <= 0) throw TextError{HRESULT_FROM_WIN32(ERROR_NO_UNICODE_TRANSLATION)};
    std::u16string result(static_cast<std::size_t>(length), u'\0');
    MultiByteToWideChar(codePage, 0, source, size, reinterpret_cast<wchar_t*>(result.data()), length);
    return result;
}

ByteVector EncodeBySystem(std::u16string_view text, UINT codePage) {
    if (text.empty()) return {};
    const auto* source = reinterpret_cast<const wchar_t*>(text.data());
    const int length = CountOf(text.size());
    const int size = WideCharToMultiByte(codePage, 0, source, length, nullptr, 0, nullptr, nullptr);
    if (size <= 0) throw TextError{HRESULT_FROM_WIN32(ERROR_NO_UNICODE_TRANSLATION)};
    ByteVector result(static_cast<std::size_t>(size));
    auto* target = reinterpret_cast<char*>(result.data());
    WideCharToMultiByte(codePage, 0, source, length, target, size, nullptr, nullptr);
    return result;
}

void AppendCharacter(std::u16string& text, char32_t character) {
    if (character < 0x10000) {
        text += static_cast<char16_t>(character);
        return;
    }
    text += static_cast<char16_t>(0xD800 + ((character - 0x10000) >> 10));
    text += static_cast<char16_t>(0xDC00 + ((character - 0x10000) & 0x3FF));
}

std::u16string DecodeGb18030(Bytes text) {
    constexpr char32_t kReplacement = 0xFFFD;
    std::u16string result;
    const auto appendGbk = [&result](Bytes part) {
        for (char16_t unit : DecodeBySystem(part, kGbk)) result += AssignedFromPrivateUse(unit);
    };
    std::size_t start = 0;  // of what is left to code page 936
    std::size_t i = 0;
    while (i < text.size()) {
        if (IsGb18030Sequence(text, i)) {
            appendGbk(text.subspan(start, i - start));
            AppendCharacter(result, DecodeGb18030Sequence(text, i).value_or(kReplacement));
            start = i += kGb18030SequenceSize;
        } else {
            i += text[i] > 0x80 && i + 1 < text.size() ? 2 : 1;
        }
    }
    appendGbk(text.subspan(start));
    return result;
}

ByteVector EncodeGb18030(std::u16string_view text) {
    ByteVector result;
    for (std::size_t i = 0; i < text.size(); ++i) {
        char32_t character = text[i];
        const bool pair = i + 1 < text.size() && character >= 0xD800 && character < 0xDC00 &&
                          text[i + 1] >= 0xDC00 && text[i + 1] < 0xE000;
        if (pair) character = 0x10000 + ((character - 0xD800) << 10) + (text[++i] - 0xDC00);
        if (character < 0x80) {
            result.push_back(static_cast<std::uint8_t>(character));
        } else if (!AppendGb18030Sequence(result, character)) {
            const char16_t unit = PrivateUseFromAssigned(text[i]);
            const ByteVector encoded = EncodeBySystem({&unit, 1}, kGbk);
            result.insert(result.end(), encoded.begin(), encoded.end());
        }
    }
    return result;
}

// The code page of the system with the same characters in the same packing, for those that Windows knows by
// another number or not at all; 0 for none.
UINT EquivalentOf(UINT codePage) {
    switch (codePage) {
        case kEucCn:
        case kSimplifiedChinese:
            return kGbk;
        case kEucKr:
            return kKorean;
        default:
            return 0;
    }
}

// The Windows code page for the languages of another one, or that one itself.
UINT AnsiCodePageOf(UINT codePage) {
    switch (codePage) {
        case 28591:
        case 28605:
        case 20127:
            return 1252;
        case 28592:
            return 1250;
        case 20866:
        case 21866:
        case 28595:
            return 1251;
        case 28597:
            return 1253;
        case 28599:
            return 1254;
        case 28598:
        case 38598:
            return 1255;
        case 28596:
            return 1256;
        case 28594:
        case 28603:
            return 1257;
        case 50220:
        case 50221:
        case 50222:
        case kEucJp:
            return kShiftJis;
        case 50227:
        case kEucCn:
        case 52936:
        case kGb18030:
            return kGbk;
        case 50225:
        case kEucKr:
            return kKorean;
        default:
            return codePage;
    }
}

bool IsAscii(Bytes text) {
    return std::none_of(text.begin(), text.end(), [](std::uint8_t byte) { return byte >= 0x80; });
}

}  // namespace

bool IsKnownCodePage(UINT codePage) {
    return IsOfSystem(codePage) || IsIso2022Jp(codePage) || codePage == kEucJp || codePage == kGb18030 ||
           EquivalentOf(codePage) != 0;
}

std::u16string DecodeString8(Bytes text, UINT codePage) {
    if (IsAsciiSuperset(codePage) && IsAscii(text)) return DecodeAscii(text);
    if (IsOfSystem(codePage)) return DecodeBySystem(text, codePage);
    if (IsIso2022Jp(codePage)) return DecodeBySystem(ShiftJisFromIso2022Jp(text), kShiftJis);
    if (codePage == kEucJp) return DecodeBySystem(ShiftJisFromEucJp(text), kShiftJis);
    if (codePage == kGb18030) return DecodeGb18030(text);
    const UINT equivalent = EquivalentOf(codePage);
    return DecodeBySystem(text, equivalent ? equivalent : CP_ACP);
}

bool FitsCodePage(Bytes text, UINT codePage) {
    if (IsAscii(text)) return true;
    if (IsIso2022Jp(codePage)) return false;
    if (codePage == kEucJp) return IsEucJp(text);
    // The control characters there are found in no text: it is in a Windows code page.
    if (IsIso8859(codePage)) {
        return std::none_of(text.begin(), text.end(),
                            [](std::uint8_t byte) { return byte >= 0x80 && byte < 0xA0; });
    }
    const UINT equivalent = EquivalentOf(codePage);
    const auto* source = reinterpret_cast<const char*>(text.data());
    const int size = CountOf(text.size());
    const UINT checked = equivalent ? equivalent : codePage;
    if (MultiByteToWideChar(checked, MB_ERR_INVALID_CHARS, source, size, nullptr, 0) > 0) return true;
    // Some code pages are decoded without this check.
    return GetLastError() != ERROR_NO_UNICODE_TRANSLATION;
}

UINT LikelyCodePage(Bytes text, UINT named) {
    if (FitsCodePage(text, named)) return named;
    for (UINT other : {AnsiCodePageOf(named), GetACP()}) {
        if (FitsCodePage(text, other)) return other;
    }
    return named;
}

ByteVector EncodeString8(std::u16string_view text, UINT codePage) {
    if (IsOfSystem(codePage)) return EncodeBySystem(text, codePage);
    if (IsIso2022Jp(codePage)) return Iso2022JpFromShiftJis(EncodeBySystem(text, kShiftJis));
    if (codePage == kEucJp) return EucJpFromShiftJis(EncodeBySystem(text, kShiftJis));
    if (codePage == kGb18030) return EncodeGb18030(text);
    const UINT equivalent = EquivalentOf(codePage);
    return EncodeBySystem(text, equivalent ? equivalent : CP_ACP);
}

}  // namespace mapi_msg::text

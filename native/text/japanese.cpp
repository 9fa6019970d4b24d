#include "text/japanese.h"

#include <algorithm>
#include <string_view>

namespace mapi_msg::text {

namespace {

constexpr std::uint8_t kEscape = 0x1B;
constexpr std::uint8_t kShiftOut = 0x0E;  // half-width katakana follow
constexpr std::uint8_t kShiftIn = 0x0F;
constexpr std::uint8_t kUnknown = '?';
constexpr std::string_view kToAscii = "\x1B(B";
constexpr std::string_view kToKanji = "\x1B$B";
constexpr std::string_view kToKatakana = "\x1B(I";

std::uint8_t WithHighBit(std::uint8_t byte) { return static_cast<std::uint8_t>(byte | 0x80); }
std::uint8_t WithoutHighBit(std::uint8_t byte) { return static_cast<std::uint8_t>(byte & 0x7F); }
bool IsJisByte(std::uint8_t byte) { return byte >= 0x21 && byte <= 0x7E; }
bool IsKatakana(std::uint8_t shiftJis) { return shiftJis >= 0xA1 && shiftJis <= 0xDF; }
bool IsShiftJisLead(std::uint8_t byte) {
    return (byte >= 0x81 && byte <= 0x9F) || (byte >= 0xE0 && byte <= 0xEF);
}

// A character of JIS X 0208, by its two bytes of 21 to 7E.
void AppendShiftJis(ByteVector& text, unsigned first, unsigned second) {
    const unsigned row = (first - 0x21) / 2 + 0x81;
    text.push_back(static_cast<std::uint8_t>(row > 0x9F ? row + 0x40 : row));
    const unsigned odd = first % 2;
    const unsigned cell = odd ? second + 0x1F : second + 0x7E;
    text.push_back(static_cast<std::uint8_t>(odd && cell >= 0x7F ? cell + 1 : cell));
}

struct JisPair {
    std::uint8_t first;
    std::uint8_t second;
};

JisPair JisFromShiftJis(unsigned lead, unsigned trail) {
    const unsigned row = lead >= 0xE0 ? lead - 0x40 : lead;
    unsigned first = (row - 0x81) * 2 + 0x21;
    unsigned second;
    if (trail >= 0x9F) {
        ++first;
        second = trail - 0x7E;
    } else {
        second = trail - 0x1F - (trail > 0x7F ? 1 : 0);
    }
    return {static_cast<std::uint8_t>(first), static_cast<std::uint8_t>(second)};
}

bool IsShiftJisPair(Bytes text, std::size_t offset) {
    if (text.size() - offset < 2 || !IsShiftJisLead(text[offset])) return false;
    const std::uint8_t trail = text[offset + 1];
    return trail >= 0x40 && trail <= 0xFC && trail != 0x7F;
}

constexpr std::uint8_t kKatakanaFollows = 0x8E;
constexpr std::uint8_t kJis0212Follows = 0x8F;

// How many bytes the EUC-JP character there has; 0 if it is none.
std::size_t EucJpLength(Bytes text, std::size_t offset) {
    const auto isEuc = [](std::uint8_t byte) { return byte >= 0xA1 && byte <= 0xFE; };
    const std::uint8_t byte = text[offset];
    const std::size_t left = text.size() - offset - 1;
    if (byte < 0x80) return 1;
    if (byte == kKatakanaFollows) return left >= 1 && IsKatakana(text[offset + 1]) ? 2 : 0;
    if (byte == kJis0212Follows)
        return left >= 2 && isEuc(text[offset + 1]) && isEuc(text[offset + 2]) ? 3 : 0;
    return isEuc(byte) && left >= 1 && isEuc(text[offset + 1]) ? 2 : 0;
}

enum class Charset { kAscii, kKatakana, kKanji, kOther };

// The character set that an escape sequence turns to, and the sequence's length; 0 if it is none.
struct Escape {
    Charset charset;
    std::size_t length;
};

Escape EscapeAt(Bytes text, std::size_t offset) {
    const auto is = [&](std::string_view sequence) {
        if (text.size() - offset < sequence.size()) return false;
        for (std::size_t i = 0; i < sequence.size(); ++i) {
            if (text[offset + i] != static_cast<std::uint8_t>(sequence[i])) return false;
        }
        return true;
    };
    if (is("\x1B(B") || is("\x1B(J")) return {Charset::kAscii, 3};
    if (is("\x1B(I")) return {Charset::kKatakana, 3};
    if (is("\x1B$@") || is("\x1B$B")) return {Charset::kKanji, 3};
    if (is("\x1B$(D")) return {Charset::kOther, 4};  // JIS X 0212, which Shift_JIS lacks
    return {Charset::kAscii, 0};
}

}  // namespace

ByteVector ShiftJisFromEucJp(Bytes text) {
    ByteVector result;
    for (std::size_t i = 0; i < text.size();) {
        const std::size_t length = EucJpLength(text, i);
        if (length == 1) {
            result.push_back(text[i]);
        } else if (length == 2 && text[i] == kKatakanaFollows) {
            result.push_back(text[i + 1]);
        } else if (length == 2) {
            AppendShiftJis(result, text[i] & 0x7Fu, text[i + 1] & 0x7Fu);
        } else {
            result.push_back(kUnknown);  // of JIS X 0212, or none
        }
        i += std::max<std::size_t>(length, 1);
    }
    return result;
}

bool IsEucJp(Bytes text) {
    for (std::size_t i = 0; i < text.size();) {
        const std::size_t length = EucJpLength(text, i);
        if (length == 0) return false;
        i += length;
    }
    return true;
}

ByteVector ShiftJisFromIso2022Jp(Bytes text) {
    ByteVector result;
    Charset charset = Charset::kAscii;
    bool shifted = false;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const std::uint8_t byte = text[i];
        if (byte == kEscape) {
            const Escape escape = EscapeAt(text, i);
            if (escape.length > 0) {
                charset = escape.charset;
                i += escape.length - 1;
                continue;
            }
        }
        if (byte == kShiftOut || byte == kShiftIn) {
            shifted = byte == kShiftOut;
        } else if (byte >= 0x80) {
            result.push_back(IsKatakana(byte) ? byte : kUnknown);
        } else if (!IsJisByte(byte)) {
            // Control characters and spaces are themselves in every set; a new line starts in ASCII.
            if (byte == '\n') charset = Charset::kAscii;
            result.push_back(byte);
        } else if (shifted || charset == Charset::kKatakana) {
            result.push_back(IsKatakana(WithHighBit(byte)) ? WithHighBit(byte) : kUnknown);
        } else if (charset == Charset::kAscii) {
            result.push_back(byte);
        } else if (i + 1 < text.size() && IsJisByte(text[i + 1])) {
            ++i;
            if (charset == Charset::kKanji) {
                AppendShiftJis(result, byte, text[i]);
            } else {
                result.push_back(kUnknown);
            }
        } else {
            result.push_back(kUnknown);
        }
    }
    return result;
}

ByteVector EucJpFromShiftJis(Bytes text) {
    ByteVector result;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] < 0x80) {
            result.push_back(text[i]);
        } else if (IsKatakana(text[i])) {
            result.push_back(0x8E);
            result.push_back(text[i]);
        } else if (IsShiftJisPair(text, i)) {
            const JisPair jis = JisFromShiftJis(text[i], text[i + 1]);
            result.push_back(WithHighBit(jis.first));
            result.push_back(WithHighBit(jis.second));
            ++i;
        } else {
            result.push_back(kUnknown);
        }
    }
    return result;
}

ByteVector Iso2022JpFromShiftJis(Bytes text) {
    ByteVector result;
    Charset charset = Charset::kAscii;
    const auto turnTo = [&](Charset wanted) {
        if (charset == wanted) return;
        charset = wanted;
        const std::string_view escape = wanted == Charset::kAscii      ? kToAscii
                                        : wanted == Charset::kKatakana ? kToKatakana
                                                                       : kToKanji;
        result.insert(result.end(), escape.begin(), escape.end());
    };
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (IsKatakana(text[i])) {
            turnTo(Charset::kKatakana);
            result.push_back(WithoutHighBit(text[i]));
        } else if (IsShiftJisPair(text, i)) {
            const JisPair jis = JisFromShiftJis(text[i], text[i + 1]);
            turnTo(Charset::kKanji);
            result.push_back(jis.first);
            result.push_back(jis.second);
            ++i;
        } else {
            turnTo(Charset::kAscii);
            result.push_back(text[i] < 0x80 ? text[i] : kUnknown);
        }
    }
    turnTo(Charset::kAscii);
    return result;
}

}  // namespace mapi_msg::text

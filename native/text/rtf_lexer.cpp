#include "text/rtf_lexer.h"

#include <algorithm>

namespace mapi_msg::text {
namespace {

constexpr bool IsLetter(int byte) { return (byte >= 'A' && byte <= 'Z') || (byte >= 'a' && byte <= 'z'); }
constexpr bool IsDigit(int byte) { return byte >= '0' && byte <= '9'; }
constexpr bool IsLineEnd(int byte) { return byte == '\r' || byte == '\n'; }

constexpr int HexValue(int byte) {
    if (IsDigit(byte)) return byte - '0';
    if (byte >= 'A' && byte <= 'F') return byte - 'A' + 10;
    if (byte >= 'a' && byte <= 'f') return byte - 'a' + 10;
    return -1;
}

class Lexer {
  public:
    explicit Lexer(Bytes input) : input_(input) {}

    void Run(RtfHandler& handler) {
        bool goesOn = true;
        while (goesOn && at_ < input_.size()) {
            const int byte = At(at_);
            if (byte == '\\') {
                Control(handler);
            } else if (IsLineEnd(byte)) {
                ++at_;
            } else if (byte == '{' || byte == '}') {
                ++at_;
                isAfterLead_ = false;
                goesOn = byte == '{' ? handler.Open() : handler.Close();
            } else if (byte >= 0x80 || isAfterLead_) {
                ++at_;
                Byte(handler, byte);
            } else {
                handler.Plain(TakePlain());
            }
        }
    }

    std::string_view TakeWord() {
        const std::size_t start = at_;
        while (IsLetter(At(at_))) ++at_;
        return Slice(start);
    }

    std::optional<std::int64_t> TakeNumber() {
        const bool isNegative = At(at_) == '-';
        if (isNegative) ++at_;
        if (!IsDigit(At(at_))) return std::nullopt;
        // More than anything that has a meaning.
        constexpr std::int64_t kMost = std::int64_t{1} << 48;
        std::int64_t number = 0;
        for (; IsDigit(At(at_)); ++at_) number = std::min(number * 10 + (At(at_) - '0'), kMost);
        return isNegative ? -number : number;
    }

    bool Take(int byte) {
        if (At(at_) != byte) return false;
        ++at_;
        return true;
    }

    // Past the end: -1.
    int At(std::size_t at) const { return at < input_.size() ? input_[at] : -1; }
    int Next() const { return At(at_); }

  private:
    void Control(RtfHandler& handler) {
        const int next = At(at_ + 1);
        if (next == '\'') {
            const int high = HexValue(At(at_ + 2));
            const int low = HexValue(At(at_ + 3));
            const bool isEscape = high >= 0 && low >= 0;
            at_ += isEscape ? 4 : 2;
            if (isEscape) Byte(handler, high * 16 + low);
        } else if (IsLetter(next)) {
            ControlWord(handler);
        } else if (isAfterLead_ && (next == '\\' || next == '{' || next == '}')) {
            at_ += 2;
            Byte(handler, next);
        } else {
            at_ += 2;
            isAfterLead_ = false;
            // A backslash before a line end is a paragraph.
            if (IsLineEnd(next)) {
                handler.Word("par", std::nullopt);
            } else if (next >= 0) {
                handler.Symbol(static_cast<char>(next));
            }
        }
    }

    void ControlWord(RtfHandler& handler) {
        ++at_;
        isAfterLead_ = false;
        const std::string_view word = TakeWord();
        const auto parameter = TakeNumber();
        Take(' ');
        if (word == "bin") {
            const auto left = static_cast<std::int64_t>(input_.size() - at_);
            at_ += static_cast<std::size_t>(std::clamp<std::int64_t>(parameter.value_or(0), 0, left));
        } else {
            handler.Word(word, parameter);
        }
    }

    void Byte(RtfHandler& handler, int byte) {
        isAfterLead_ = !isAfterLead_ && byte >= 0x80;
        handler.Byte(static_cast<std::uint8_t>(byte));
    }

    std::string_view TakePlain() {
        const std::size_t start = at_;
        const auto isPlain = [](int byte) {
            return byte >= 0 && byte < 0x80 && byte != '\\' && byte != '{' && byte != '}' && !IsLineEnd(byte);
        };
        while (isPlain(At(at_))) ++at_;
        return Slice(start);
    }

    std::string_view Slice(std::size_t start) const {
        return {reinterpret_cast<const char*>(input_.data()) + start, at_ - start};
    }

    const Bytes input_;
    std::size_t at_ = 0;
    // Whether the last byte may be the first half of a character.
    bool isAfterLead_ = false;
};

bool EqualsIgnoringCase(std::string_view word, std::string_view lower) {
    return std::equal(word.begin(), word.end(), lower.begin(), lower.end(),
                      [](char a, char b) { return (a | 0x20) == b; });
}

}  // namespace

void ReadRtf(Bytes rtf, RtfHandler& handler) { Lexer(rtf).Run(handler); }

std::optional<RtfContent> EncapsulatedKind(Bytes rtf) {
    constexpr std::size_t kHead = 512;
    constexpr int kMostWords = 9;
    Lexer lexer(rtf.first(std::min(rtf.size(), kHead)));
    if (!lexer.Take('{') || !lexer.Take('\\') || !EqualsIgnoringCase(lexer.TakeWord(), "rtf"))
        return std::nullopt;
    lexer.TakeNumber();
    for (int i = 0; i < kMostWords; i++) {
        while (lexer.Next() == ' ' || IsLineEnd(lexer.Next())) lexer.Take(lexer.Next());
        if (!lexer.Take('\\')) return std::nullopt;
        const std::string_view word = lexer.TakeWord();
        if (word.empty()) return std::nullopt;
        const auto number = lexer.TakeNumber();
        if (EqualsIgnoringCase(word, "fromtext")) return RtfContent::Text;
        if (EqualsIgnoringCase(word, "fromhtml")) {
            return number == 1 ? std::optional(RtfContent::Html) : std::nullopt;
        }
    }
    return std::nullopt;
}

}  // namespace mapi_msg::text

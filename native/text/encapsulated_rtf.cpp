#include "text/encapsulated_rtf.h"

#include <algorithm>
#include <array>
#include <unordered_map>

#include "text/code_page.h"
#include "text/rtf_lexer.h"

namespace mapi_msg::text {
namespace {

constexpr UINT kWindowsLatin = 1252;
constexpr UINT kSymbols = 42;
constexpr UINT kAscii = 20127;
constexpr UINT kUtf8 = 65001;

// Outlook's own groups are a few dozen deep.
constexpr std::size_t kDeepestGroup = 1000;

// The code pages of \fcharsetN. Larger numbers are code pages themselves.
struct Charset {
    std::int64_t number;
    UINT codePage;
};
constexpr std::array<Charset, 30> kCharsets = {{
    {0, 1252},   {2, kSymbols}, {77, 10000}, {78, 10001}, {79, 10003}, {80, 10008}, {81, 10002}, {83, 10005},
    {84, 10004}, {85, 10006},   {86, 10081}, {87, 10021}, {88, 10029}, {89, 10007}, {128, 932},  {129, 949},
    {130, 1361}, {134, 936},    {136, 950},  {161, 1253}, {162, 1254}, {163, 1258}, {177, 1255}, {178, 1256},
    {186, 1257}, {204, 1251},   {222, 874},  {238, 1250}, {254, 437},  {255, 850},
}};

// Fonts whose characters are pictures: their bytes are no text of any code page.
constexpr std::array<std::string_view, 5> kSymbolFonts = {"Symbol", "Webdings", "Wingdings", "Wingdings 2",
                                                          "Wingdings 3"};

struct Escape {
    std::string_view word;
    std::u16string_view text;
};
constexpr std::array<Escape, 10> kEscapes = {{
    {"bullet", u"\u2022"},
    {"emdash", u"\u2014"},
    {"endash", u"\u2013"},
    {"ldblquote", u"\u201C"},
    {"line", u"\r\n"},
    {"lquote", u"\u2018"},
    {"par", u"\r\n"},
    {"rdblquote", u"\u201D"},
    {"rquote", u"\u2019"},
    {"tab", u"\t"},
}};

// Destinations that hold no text of the document, though a reader has to know them.
constexpr std::array<std::string_view, 6> kHiddenDestinations = {"colortbl", "fonttbl", "info",
                                                                 "pict",     "pntext",  "stylesheet"};

bool Contains(const auto& list, std::string_view word) {
    return std::find(list.begin(), list.end(), word) != list.end();
}

// 0 for none.
UINT ToCodePage(std::optional<std::int64_t> parameter) {
    return parameter > 0 && parameter <= 0xFFFF ? static_cast<UINT>(*parameter) : 0;
}

// What a closing brace brings back.
struct Group {
    std::int64_t charactersOfUnicode = 1;  // \uc
    std::optional<std::int64_t> font;
    bool isHtmlRtf = false;
    bool isHtmlTag = false;
    bool isHidden = false;
};

struct Font {
    UINT codePage = 0;
    bool isSymbol = false;
};

struct FontEntry {
    std::optional<std::int64_t> key;
    UINT codePage = 0;
    UINT charsetCodePage = 0;
    std::string name;
};

class Reader final : public RtfHandler {
  public:
    Reader(RtfContent kind, std::size_t size) : isHtml_(kind == RtfContent::Html) { text_.reserve(size / 2); }

    std::u16string TakeText() {
        FlushBytes();
        return std::move(text_);
    }

    bool Open() override {
        FlushBytes();
        skip_ = 0;
        if (groups_.size() >= kDeepestGroup) throw RtfError{"it nests groups too deep"};
        groups_.push_back(Current());
        isAfterOpen_ = true;
        isAfterStar_ = false;
        if (fontTableDepth_ != 0 && groups_.size() == fontTableDepth_ + 1) entry_.emplace();
        return true;
    }

    bool Close() override {
        FlushBytes();
        skip_ = 0;
        isAfterOpen_ = isAfterStar_ = false;
        if (groups_.empty()) return false;
        const Group closed = groups_.back();
        groups_.pop_back();
        if (Current().font != closed.font || Current().isHtmlTag != closed.isHtmlTag) font_.reset();
        if (fontTableDepth_ != 0 && groups_.size() <= fontTableDepth_) FinishFont();
        if (groups_.size() < fontTableDepth_) fontTableDepth_ = 0;
        return !groups_.empty();
    }

    void Symbol(char symbol) override {
        if (IsSkipped()) return;
        FlushBytes();
        isAfterStar_ = symbol == '*' && isAfterOpen_;
        isAfterOpen_ = false;
        constexpr std::string_view kEscaped = "{}\\";
        if (kEscaped.find(symbol) != kEscaped.npos) {
            const auto unit = static_cast<char16_t>(symbol);
            Put({&unit, 1});
        }
        if (symbol == '~') Put(u"\u00A0");
        if (symbol == '_') Put(u"\u00AD");
    }

    void Plain(std::string_view text) override {
        const auto skipped =
            static_cast<std::size_t>(std::min<std::int64_t>(skip_, static_cast<std::int64_t>(text.size())));
        skip_ -= static_cast<std::int64_t>(skipped);
        text.remove_prefix(skipped);
        if (text.empty()) return;
        isAfterOpen_ = isAfterStar_ = false;
        if (entry_) {
            for (const char each : text) AddToFontName(each);
        } else if (!IsHidden()) {
            if (IsAsciiSafe(CodePage())) {
                FlushBytes();
                Append(text);
            } else {
                bytes_.insert(bytes_.end(), text.begin(), text.end());
            }
        }
    }

    void Byte(std::uint8_t byte) override {
        if (IsSkipped()) return;
        isAfterOpen_ = isAfterStar_ = false;
        if (!entry_ && !IsHidden()) bytes_.push_back(byte);
    }

    void Word(std::string_view word, std::optional<std::int64_t> parameter) override {
        if (IsSkipped()) return;
        FlushBytes();
        if (isAfterStar_ || isAfterOpen_) BeginDestination(word);
        isAfterOpen_ = isAfterStar_ = false;
        const auto* escape =
            std::lower_bound(kEscapes.begin(), kEscapes.end(), word,
                             [](const Escape& each, std::string_view text) { return each.word < text; });
        if (escape != kEscapes.end() && escape->word == word) return Put(escape->text);
        if (word == "htmlrtf") {
            Current().isHtmlRtf = parameter != 0;
        } else if (word == "f") {
            ChooseFont(parameter);
        } else if (word == "u") {
            PutUnicode(parameter);
        } else if (word == "uc") {
            Current().charactersOfUnicode = std::max<std::int64_t>(parameter.value_or(0), 0);
        } else {
            Setting(word, parameter);
        }
    }

  private:
    Group& Current() { return groups_.empty() ? root_ : groups_.back(); }

    // What stands behind \u for readers that know no Unicode: characters, or control words.
    bool IsSkipped() {
        if (skip_ == 0) return false;
        --skip_;
        return true;
    }

    void BeginDestination(std::string_view word) {
        Group& group = Current();
        if (word == "htmltag") {
            group.isHtmlTag = true;
            font_.reset();
        } else if (isAfterStar_ || Contains(kHiddenDestinations, word)) {
            group.isHidden = true;
        }
        if (word == "fonttbl" && fontTableDepth_ == 0) fontTableDepth_ = groups_.size();
    }

    void Setting(std::string_view word, std::optional<std::int64_t> parameter) {
        if (word == "ansicpg") {
            if (codePage_ == 0) codePage_ = ToCodePage(parameter);
            font_.reset();
        } else if (word == "deff") {
            if (!defaultFont_) defaultFont_ = parameter;
            font_.reset();
        } else if (word == "fcharset" && entry_) {
            const auto* found = std::find_if(kCharsets.begin(), kCharsets.end(),
                                             [&](const Charset& each) { return each.number == parameter; });
            if (found != kCharsets.end()) {
                entry_->charsetCodePage = found->codePage;
            } else if (parameter > 0xFF) {
                entry_->charsetCodePage = ToCodePage(parameter);
            }
        } else if (word == "cpg" && entry_) {
            entry_->codePage = ToCodePage(parameter);
        } else if (word == "mac" || word == "pc" || word == "pca") {
            throw RtfError{"it is in a character set of other systems"};
        }
    }

    // \f, which stands at the head of an entry of the font table, in a group of its own or not.
    void ChooseFont(std::optional<std::int64_t> number) {
        if (!number) return;
        if (fontTableDepth_ != 0) {
            if (!entry_) entry_.emplace();
            if (!entry_->key) entry_->key = number;
            return;
        }
        Group& group = Current();
        if (group.font == number) return;
        group.font = number;
        font_.reset();
    }

    void AddToFontName(char character) {
        const bool hasOwnGroup = groups_.size() == fontTableDepth_ + 1;
        if (!hasOwnGroup && groups_.size() != fontTableDepth_) return;
        if (character != ';') {
            if (character != '"' && entry_) entry_->name += character;
        } else if (!hasOwnGroup) {
            FinishFont();
        }
    }

    void FinishFont() {
        if (entry_ && entry_->key) {
            const UINT codePage = entry_->codePage != 0 ? entry_->codePage : entry_->charsetCodePage;
            const bool isSymbol = codePage == kSymbols || Contains(kSymbolFonts, entry_->name);
            fonts_[*entry_->key] = {codePage, isSymbol};
        }
        entry_.reset();
        font_.reset();
    }

    // Tags have none: they are in the code page of the RTF.
    const Font& CurrentFont() {
        if (!font_) {
            const auto number = Current().font ? Current().font : defaultFont_;
            const auto found = number && !Current().isHtmlTag ? fonts_.find(*number) : fonts_.end();
            font_ = found == fonts_.end() ? Font{} : found->second;
            if (font_->codePage == 0) font_->codePage = codePage_ != 0 ? codePage_ : kWindowsLatin;
            if (font_->codePage == kAscii) font_->codePage = kUtf8;
        }
        return *font_;
    }

    UINT CodePage() { return CurrentFont().codePage; }

    bool IsHidden() {
        const Group& group = Current();
        return group.isHtmlRtf || (group.isHidden && !group.isHtmlTag);
    }

    void Put(std::u16string_view text) {
        if (!IsHidden() && !entry_) Append(text);
    }

    // Between tags, angle brackets are text.
    void Append(const auto& text) {
        if (!isHtml_ || Current().isHtmlTag) {
            text_.append(text.begin(), text.end());
            return;
        }
        for (const auto each : text) {
            if (each == '<') {
                text_ += u"&lt;";
            } else if (each == '>') {
                text_ += u"&gt;";
            } else {
                text_ += static_cast<char16_t>(each);
            }
        }
    }

    void PutUnicode(std::optional<std::int64_t> parameter) {
        constexpr std::int64_t kLast = 0x10FFFF;
        if (!parameter || *parameter > kLast || *parameter < -0x10000)
            throw RtfError{"it has a character that there is not"};
        // The parameter is a signed number of 16 bits.
        auto code = static_cast<std::uint32_t>(*parameter < 0 ? *parameter + 0x10000 : *parameter);
        skip_ = Current().charactersOfUnicode;
        constexpr std::uint32_t kPrivate = 0xF000;
        if (code >= kPrivate && code <= kPrivate + 0xFF && CurrentFont().isSymbol) code -= kPrivate;
        if (code < 0x10000) {
            const auto unit = static_cast<char16_t>(code);
            return Put({&unit, 1});
        }
        const std::array<char16_t, 2> pair = {static_cast<char16_t>(0xD800 + ((code - 0x10000) >> 10)),
                                              static_cast<char16_t>(0xDC00 + (code & 0x3FF))};
        Put({pair.data(), pair.size()});
    }

    // Bytes that belong together, as those of a double-byte character do.
    void FlushBytes() {
        if (bytes_.empty()) return;
        if (CurrentFont().isSymbol) {
            Append(bytes_);
        } else {
            Append(Decode(bytes_, CodePage()));
        }
        bytes_.clear();
    }

    static std::u16string Decode(Bytes bytes, UINT codePage) {
        try {
            if (IsKnownCodePage(codePage)) return DecodeString8(bytes, codePage);
        } catch (const TextError&) {
            // Then it is as good as unknown.
        }
        return DecodeString8(bytes, kWindowsLatin);
    }

    // Whether bytes below 0x80 are ASCII, whatever stands beside them.
    bool IsAsciiSafe(UINT codePage) {
        if (codePage == safePage_) return true;
        if (codePage == unsafePage_) return false;
        constexpr std::string_view kSample = "\t !\"#$%&'()*+,-./09:;<=>?@AZ[]^_`az|~";
        const std::u16string decoded =
            Decode({reinterpret_cast<const std::uint8_t*>(kSample.data()), kSample.size()}, codePage);
        const bool isSafe = std::equal(kSample.begin(), kSample.end(), decoded.begin(), decoded.end());
        (isSafe ? safePage_ : unsafePage_) = codePage;
        return isSafe;
    }

    const bool isHtml_;
    Group root_;
    std::vector<Group> groups_;
    std::unordered_map<std::int64_t, Font> fonts_;
    std::optional<FontEntry> entry_;
    // That of the font table's group, while it is read.
    std::size_t fontTableDepth_ = 0;
    std::optional<std::int64_t> defaultFont_;
    UINT codePage_ = 0;
    // That of the text here, once it was looked up.
    std::optional<Font> font_;
    UINT safePage_ = kWindowsLatin;
    UINT unsafePage_ = 0;
    std::int64_t skip_ = 0;
    bool isAfterOpen_ = false;
    bool isAfterStar_ = false;
    ByteVector bytes_;
    std::u16string text_;
};

}  // namespace

std::optional<Encapsulated> DeEncapsulate(Bytes rtf) {
    const auto kind = EncapsulatedKind(rtf);
    if (!kind) return std::nullopt;
    Reader reader(*kind, rtf.size());
    ReadRtf(rtf, reader);
    return Encapsulated{*kind == RtfContent::Html, reader.TakeText()};
}

}  // namespace mapi_msg::text

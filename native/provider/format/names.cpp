#include "provider/format/names.h"

#include <optional>

namespace mapi_msg::format {

namespace {

constexpr std::u16string_view kValuePrefix = u"__substg1.0_";
constexpr std::u16string_view kRecipientPrefix = u"__recip_version1.0_#";
constexpr std::u16string_view kAttachmentPrefix = u"__attach_version1.0_#";
constexpr std::size_t kDigits = 8;

char16_t Lower(char16_t unit) {
    return unit >= u'A' && unit <= u'Z' ? static_cast<char16_t>(unit + (u'a' - u'A')) : unit;
}

bool EqualsIgnoringCase(std::u16string_view left, std::u16string_view right) {
    if (left.size() != right.size()) return false;
    for (std::size_t i = 0; i < left.size(); ++i) {
        if (Lower(left[i]) != Lower(right[i])) return false;
    }
    return true;
}

bool HasPrefix(std::u16string_view name, std::u16string_view prefix) {
    return name.size() >= prefix.size() && EqualsIgnoringCase(name.substr(0, prefix.size()), prefix);
}

std::optional<std::uint32_t> ParseHex(std::u16string_view digits) {
    if (digits.size() != kDigits) return std::nullopt;
    std::uint32_t number = 0;
    for (char16_t unit : digits) {
        const char16_t lower = Lower(unit);
        std::uint32_t digit;
        if (lower >= u'0' && lower <= u'9') {
            digit = lower - u'0';
        } else if (lower >= u'a' && lower <= u'f') {
            digit = lower - u'a' + 10u;
        } else {
            return std::nullopt;
        }
        number = number << 4 | digit;
    }
    return number;
}

void AppendHex(std::u16string& name, std::uint32_t number) {
    for (int shift = 28; shift >= 0; shift -= 4) name += u"0123456789ABCDEF"[number >> shift & 0xF];
}

std::u16string WithNumber(std::u16string_view prefix, std::uint32_t number) {
    std::u16string name(prefix);
    AppendHex(name, number);
    return name;
}

ElementName ParseValueName(std::u16string_view rest) {
    const auto tag = ParseHex(rest.substr(0, kDigits));
    if (!tag) return {};
    rest.remove_prefix(kDigits);
    if (rest.empty()) return {ElementKind::kValue, *tag, 0};
    if (rest.front() != u'-') return {};
    const auto index = ParseHex(rest.substr(1));
    if (!index) return {};
    return {ElementKind::kValueItem, *tag, *index};
}

}  // namespace

ElementName ParseElementName(std::u16string_view name) {
    if (HasPrefix(name, kValuePrefix)) return ParseValueName(name.substr(kValuePrefix.size()));
    if (HasPrefix(name, kRecipientPrefix)) {
        const auto number = ParseHex(name.substr(kRecipientPrefix.size()));
        return number ? ElementName{ElementKind::kRecipient, 0, *number} : ElementName{};
    }
    if (HasPrefix(name, kAttachmentPrefix)) {
        const auto number = ParseHex(name.substr(kAttachmentPrefix.size()));
        return number ? ElementName{ElementKind::kAttachment, 0, *number} : ElementName{};
    }
    if (EqualsIgnoringCase(name, kPropertyStreamName)) return {ElementKind::kPropertyStream, 0, 0};
    if (EqualsIgnoringCase(name, kNamedPropertyStorageName)) return {ElementKind::kNamedProperties, 0, 0};
    return {};
}

std::u16string NameOf(const ElementName& name) {
    switch (name.kind) {
        case ElementKind::kNamedProperties:
            return std::u16string(kNamedPropertyStorageName);
        case ElementKind::kValue:
            return ValueName(name.tag);
        case ElementKind::kPropertyStream:
            return std::u16string(kPropertyStreamName);
        case ElementKind::kRecipient:
            return RecipientName(name.number);
        case ElementKind::kAttachment:
            return AttachmentName(name.number);
        case ElementKind::kValueItem:
            return ValueItemName(name.tag, name.number);
        case ElementKind::kOther:
            break;
    }
    return {};
}

std::u16string ValueName(PropertyTag tag) { return WithNumber(kValuePrefix, tag); }

std::u16string ValueItemName(PropertyTag tag, std::uint32_t index) {
    std::u16string name = ValueName(tag);
    name += u'-';
    AppendHex(name, index);
    return name;
}

std::u16string RecipientName(std::uint32_t number) { return WithNumber(kRecipientPrefix, number); }

std::u16string AttachmentName(std::uint32_t number) { return WithNumber(kAttachmentPrefix, number); }

}  // namespace mapi_msg::format

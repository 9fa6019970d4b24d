#include "mapi/encode_strings.h"

#include <cwchar>
#include <optional>

#include "mapi/failure.h"
#include "text/code_page.h"

namespace mapi_msg {
namespace {

std::wstring TagText(ULONG tag) {
    wchar_t text[11] = {};
    std::swprintf(text, std::size(text), L"0x%08lX", static_cast<unsigned long>(tag));
    return text;
}

bool IsAscii(const std::wstring& string) {
    for (const wchar_t unit : string) {
        if (unit >= 0x80) return false;
    }
    return true;
}

Bytes Encode(const PropertyValue& property, const std::wstring& string, UINT codePage) {
    Bytes bytes = EncodeString8(string, codePage);
    if (!IsAscii(string)) {
        const auto decoded = text::DecodeString8(bytes, codePage);
        if (std::wstring(decoded.begin(), decoded.end()) != string) {
            throw MapiFailure{MAPI_E_BAD_CHARWIDTH, "IMAPIProp::SetProps",
                              L"the value of " + TagText(property.tag) + L" has characters that code page " +
                                  std::to_wstring(codePage == CP_ACP ? ::GetACP() : codePage) +
                                  L" lacks. Write the PT_UNICODE form of the property instead"};
        }
    }
    bytes.push_back(0);
    return bytes;
}

// That which the same call gives a message.
std::optional<UINT> NewCodePage(const PropertyRow& row, const PropHandle& object) {
    constexpr ULONG kMessageCodePage = PROP_TAG(PT_LONG, 0x3FFD);
    if (object.Kind() != ObjectKind::Message) return std::nullopt;
    for (const auto& property : row) {
        const auto* number = std::get_if<std::int32_t>(&property.data);
        if (property.tag == kMessageCodePage && number && *number != 0) return static_cast<UINT>(*number);
    }
    return std::nullopt;
}

}  // namespace

void EncodeStringsWithoutLoss(PropertyRow& row, PropHandle& object) {
    std::optional<UINT> codePage = NewCodePage(row, object);
    const auto encode = [&](const PropertyValue& property, const std::wstring& string) {
        if (!codePage) codePage = object.CodePage();
        return Encode(property, string, *codePage);
    };
    for (auto& property : row) {
        if (PROP_TYPE(property.tag) == PT_STRING8) {
            if (const auto* string = std::get_if<std::wstring>(&property.data)) {
                property.data = encode(property, *string);
            }
        } else if (PROP_TYPE(property.tag) == PT_MV_STRING8) {
            if (const auto* strings = std::get_if<std::vector<std::wstring>>(&property.data)) {
                std::vector<Bytes> encoded;
                for (const auto& string : *strings) encoded.push_back(encode(property, string));
                property.data = std::move(encoded);
            }
        }
    }
}

}  // namespace mapi_msg

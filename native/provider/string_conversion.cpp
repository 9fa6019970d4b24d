#include "provider/string_conversion.h"

#include "text/code_page.h"

namespace mapi_msg {

using namespace format;

namespace {

std::u16string_view AsText(const ByteVector& bytes) {
    return {reinterpret_cast<const char16_t*>(bytes.data()), bytes.size() / 2};
}

ByteVector AsBytes(const std::u16string& text) {
    const auto* bytes = reinterpret_cast<const std::uint8_t*>(text.data());
    return ByteVector(bytes, bytes + text.size() * sizeof(char16_t));
}

ByteVector Convert(const ByteVector& string, bool toUnicode, UINT codePage) {
    return toUnicode ? AsBytes(text::DecodeString8(string, text::LikelyCodePage(string, codePage)))
                     : text::EncodeString8(AsText(string), codePage);
}

}  // namespace

PropertyValue ConvertString(std::uint16_t type, PropertyValue value, UINT codePage) {
    if (TypeOf(value.tag) == type) return value;
    value.tag = WithType(value.tag, type);
    const bool toUnicode = SingleTypeOf(type) == kTypeUnicode;
    if (IsMultiValue(type)) {
        for (ByteVector& item : value.items) item = Convert(item, toUnicode, codePage);
    } else {
        value.bytes = Convert(value.bytes, toUnicode, codePage);
    }
    return value;
}

}  // namespace mapi_msg

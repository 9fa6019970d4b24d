// The two widths of MAPI's strings.
#pragma once

#include "provider/format/property_types.h"

namespace mapi_msg {

// The width of strings whose tag leaves it open.
enum class StringWidth { kString8, kUnicode, kAsStored };

// The type of that width, if it is a string's.
constexpr std::uint16_t TypeForWidth(std::uint16_t type, StringWidth width) {
    if (!format::IsString(type) || width == StringWidth::kAsStored) return type;
    const std::uint16_t wanted = width == StringWidth::kUnicode ? format::kTypeUnicode : format::kTypeString8;
    return static_cast<std::uint16_t>(wanted | (type & format::kMultiValueFlag));
}

// The tag with the string type of that width, if it is a string's.
constexpr format::PropertyTag WithWidth(format::PropertyTag tag, StringWidth width) {
    return format::WithType(tag, TypeForWidth(format::TypeOf(tag), width));
}

}  // namespace mapi_msg

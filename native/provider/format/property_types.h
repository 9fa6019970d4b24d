// What [MS-OXMSG] 2.1.3 and 2.4.2 say about where a property's value lies, by the type in its tag.
#pragma once

#include <cstddef>
#include <cstdint>

namespace mapi_msg::format {

using PropertyTag = std::uint32_t;

inline constexpr std::uint16_t kMultiValueFlag = 0x1000;
inline constexpr std::uint16_t kTypeShort = 0x0002;
inline constexpr std::uint16_t kTypeLong = 0x0003;
inline constexpr std::uint16_t kTypeFloat = 0x0004;
inline constexpr std::uint16_t kTypeDouble = 0x0005;
inline constexpr std::uint16_t kTypeCurrency = 0x0006;
inline constexpr std::uint16_t kTypeAppTime = 0x0007;
inline constexpr std::uint16_t kTypeError = 0x000A;
inline constexpr std::uint16_t kTypeBoolean = 0x000B;
inline constexpr std::uint16_t kTypeObject = 0x000D;
inline constexpr std::uint16_t kTypeInt64 = 0x0014;
inline constexpr std::uint16_t kTypeString8 = 0x001E;
inline constexpr std::uint16_t kTypeUnicode = 0x001F;
inline constexpr std::uint16_t kTypeSysTime = 0x0040;
inline constexpr std::uint16_t kTypeGuid = 0x0048;
inline constexpr std::uint16_t kTypeBinary = 0x0102;

constexpr std::uint16_t TypeOf(PropertyTag tag) { return static_cast<std::uint16_t>(tag); }
constexpr std::uint16_t IdOf(PropertyTag tag) { return static_cast<std::uint16_t>(tag >> 16); }
constexpr PropertyTag MakeTag(std::uint16_t id, std::uint16_t type) {
    return static_cast<PropertyTag>(id) << 16 | type;
}
constexpr PropertyTag WithType(PropertyTag tag, std::uint16_t type) { return MakeTag(IdOf(tag), type); }

constexpr bool IsMultiValue(std::uint16_t type) { return (type & kMultiValueFlag) != 0; }
// The type of one of a property's values.
constexpr std::uint16_t SingleTypeOf(std::uint16_t type) {
    return static_cast<std::uint16_t>(type & ~kMultiValueFlag);
}

enum class Placement {
    kUnknown,             // no type of [MS-OXMSG]
    kInline,              // in the property stream's entry
    kStream,              // a stream of its own
    kStorage,             // a storage of its own
    kFixedMultiValue,     // one stream, values in a row
    kVariableMultiValue,  // a stream of lengths, and one stream for each value
};

constexpr Placement PlacementOf(std::uint16_t type) {
    switch (type) {
        case kTypeShort:
        case kTypeLong:
        case kTypeFloat:
        case kTypeDouble:
        case kTypeCurrency:
        case kTypeAppTime:
        case kTypeError:
        case kTypeBoolean:
        case kTypeInt64:
        case kTypeSysTime:
            return Placement::kInline;
        case kTypeString8:
        case kTypeUnicode:
        case kTypeBinary:
        case kTypeGuid:
            return Placement::kStream;
        case kTypeObject:
            return Placement::kStorage;
        case kMultiValueFlag | kTypeShort:
        case kMultiValueFlag | kTypeLong:
        case kMultiValueFlag | kTypeFloat:
        case kMultiValueFlag | kTypeDouble:
        case kMultiValueFlag | kTypeCurrency:
        case kMultiValueFlag | kTypeAppTime:
        case kMultiValueFlag | kTypeInt64:
        case kMultiValueFlag | kTypeSysTime:
        case kMultiValueFlag | kTypeGuid:
            return Placement::kFixedMultiValue;
        case kMultiValueFlag | kTypeString8:
        case kMultiValueFlag | kTypeUnicode:
        case kMultiValueFlag | kTypeBinary:
            return Placement::kVariableMultiValue;
        default:
            return Placement::kUnknown;
    }
}

// The bytes of one value of a type with a fixed size, single or multi-valued; 0 for the others.
constexpr std::size_t FixedSizeOf(std::uint16_t type) {
    switch (SingleTypeOf(type)) {
        case kTypeShort:
        case kTypeBoolean:
            return 2;
        case kTypeLong:
        case kTypeFloat:
        case kTypeError:
            return 4;
        case kTypeDouble:
        case kTypeCurrency:
        case kTypeAppTime:
        case kTypeInt64:
        case kTypeSysTime:
            return 8;
        case kTypeGuid:
            return 16;
        default:
            return 0;
    }
}

constexpr bool IsString(std::uint16_t type) {
    const std::uint16_t single = SingleTypeOf(type);
    return single == kTypeString8 || single == kTypeUnicode;
}

// The string type of the other width.
constexpr std::uint16_t OtherStringType(std::uint16_t type) {
    return static_cast<std::uint16_t>(type ^ (kTypeString8 ^ kTypeUnicode));
}

}  // namespace mapi_msg::format

// Property values that own their memory, so that they can leave the session thread.
#pragma once

#include <cstdint>
#include <string>
#include <variant>
#include <vector>

#include "abi/mapi.h"

namespace mapi_msg {

using Bytes = std::vector<std::uint8_t>;

// PT_NULL, PT_OBJECT and types that nobody knows.
struct NoValue {};
// PT_CURRENCY, PT_I8, PT_SYSTIME (FILETIME's ticks) alike: 64 bits.
struct Integer64 {
    std::int64_t value;
};
struct ErrorCode {
    SCODE code;
};

using PropertyData =
    std::variant<NoValue, std::int32_t, double, bool, Integer64, ErrorCode, std::wstring, Bytes, GUID,
                 std::vector<std::int32_t>, std::vector<double>, std::vector<Integer64>,
                 std::vector<std::wstring>, std::vector<Bytes>, std::vector<GUID>>;

struct PropertyValue {
    ULONG tag;
    PropertyData data;
};

using PropertyRow = std::vector<PropertyValue>;

// How PT_STRING8 leaves this layer.
struct StringDecoding {
    UINT codePage = CP_ACP;
    // Bytes instead of text.
    bool raw = false;
};

// Copies what MAPI answered. Pointers that a faulty provider left null count as empty values.
PropertyValue CopyProperty(const SPropValue& value, const StringDecoding& decoding);
PropertyRow CopyProperties(const SPropValue* values, ULONG count, const StringDecoding& decoding);

// Text of bytes in a code page, or in the one that they are likely in if they make no sense there.
std::wstring DecodeString8(const char* bytes, std::size_t size, UINT codePage);

// Characters that the code page lacks become its replacement character.
Bytes EncodeString8(const std::wstring& string, UINT codePage);

// Turns PT_STRING8 values that are text into the bytes, with a NUL, that MAPI takes.
void EncodeStrings(PropertyRow& row, UINT codePage);

}  // namespace mapi_msg

// A property with its value, inside the provider; and how it becomes MAPI's SPropValue.
#pragma once

#include <array>
#include <string_view>
#include <vector>

#include "provider/allocator.h"
#include "provider/format/bytes.h"
#include "provider/format/property_types.h"
#include "provider/storage_reader.h"

namespace mapi_msg {

// The bytes of a value that are still in its storage.
struct PendingBytes {
    static constexpr std::uint64_t kLargest = 1 << 30;

    StorageReader* reader = nullptr;
    const StorageElement* element = nullptr;
    // Whether a NUL within a string makes it one to be opened as a stream.
    bool refusesInnerNul = false;

    explicit operator bool() const { return reader != nullptr; }
    std::size_t Size() const { return static_cast<std::size_t>(element->size); }
};

struct PropertyValue {
    format::PropertyTag tag = 0;
    std::array<std::uint8_t, 8> fixed{};  // of types that fit, little-endian
    format::ByteVector bytes;             // strings (no NUL), binaries, GUIDs; multiple fixed values in a row
    std::vector<format::ByteVector> items;  // multi-valued strings and binaries
    PendingBytes pending;                   // in place of `bytes`

    bool IsError() const { return format::TypeOf(tag) == format::kTypeError; }
    SCODE Error() const { return static_cast<SCODE>(format::ReadU32(fixed, 0)); }
};

// The value that GetProps gives in place of one that it cannot give.
PropertyValue ErrorValue(format::PropertyTag tag, SCODE error);
PropertyValue LongValue(format::PropertyTag tag, std::uint32_t number);
PropertyValue BooleanValue(format::PropertyTag tag, bool value);
PropertyValue BinaryValue(format::PropertyTag tag, format::ByteVector bytes);
// A binary of four bytes that tells the object's number: keys of rows and records.
PropertyValue KeyValue(format::PropertyTag tag, std::uint32_t number);
PropertyValue UnicodeValue(format::PropertyTag tag, std::u16string_view text);

// Whether text goes on after a NUL, so that a NUL-terminated string cannot hold it.
bool HasInnerNul(format::PropertyTag tag, format::Bytes text);

// The text of a PT_UNICODE value, without the NULs that some writers put at its end.
std::u16string_view TextOf(const PropertyValue& value);

// The values in one block of the client's memory, to be freed at once. Null for no values. What is pending is
// read to where it goes.
Allocator::Buffer<SPropValue> ToPropValues(const std::vector<PropertyValue>& values,
                                           const Allocator& allocator);

// A value that a client handed in. Throws MAPI_E_INVALID_PARAMETER if pointers are missing.
PropertyValue FromPropValue(const SPropValue& value);

}  // namespace mapi_msg

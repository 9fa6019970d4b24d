#include "provider/value_compare.h"

#include <algorithm>
#include <compare>
#include <cstring>
#include <type_traits>

namespace mapi_msg {

using namespace format;

namespace {

template <typename Number>
int CompareNumbers(Number left, Number right) {
    if constexpr (std::is_floating_point_v<Number>) {
        const auto order = std::weak_order(left, right);  // has a place for what is not a number
        return order < 0 ? -1 : order > 0 ? 1 : 0;
    } else {
        return left < right ? -1 : left > right ? 1 : 0;
    }
}

template <typename Number>
int CompareFixed(const PropertyValue& left, const PropertyValue& right) {
    Number leftNumber;
    Number rightNumber;
    std::memcpy(&leftNumber, left.fixed.data(), sizeof(Number));
    std::memcpy(&rightNumber, right.fixed.data(), sizeof(Number));
    return CompareNumbers(leftNumber, rightNumber);
}

int CompareBytes(const ByteVector& left, const ByteVector& right) {
    const auto order =
        std::lexicographical_compare_three_way(left.begin(), left.end(), right.begin(), right.end());
    return order < 0 ? -1 : order > 0 ? 1 : 0;
}

int CompareMultiple(const PropertyValue& left, const PropertyValue& right) {
    const std::vector<PropertyValue> leftValues = SingleValues(left);
    const std::vector<PropertyValue> rightValues = SingleValues(right);
    for (std::size_t i = 0; i < std::min(leftValues.size(), rightValues.size()); ++i) {
        if (const int order = CompareValues(leftValues[i], rightValues[i])) return order;
    }
    return CompareNumbers(leftValues.size(), rightValues.size());
}

}  // namespace

bool IsComparable(std::uint16_t type) {
    const std::uint16_t single = SingleTypeOf(type);
    const Placement placement = PlacementOf(single);
    return (placement == Placement::kInline || placement == Placement::kStream) && single != kTypeString8;
}

std::vector<PropertyValue> SingleValues(const PropertyValue& multiple) {
    const PropertyTag tag = WithType(multiple.tag, SingleTypeOf(TypeOf(multiple.tag)));
    std::vector<PropertyValue> values;
    for (const ByteVector& item : multiple.items) values.push_back(BinaryValue(tag, item));
    const std::size_t size = FixedSizeOf(TypeOf(tag));
    for (std::size_t offset = 0; size > 0 && offset + size <= multiple.bytes.size(); offset += size) {
        const auto start = multiple.bytes.begin() + static_cast<std::ptrdiff_t>(offset);
        const auto end = start + static_cast<std::ptrdiff_t>(size);
        PropertyValue value;
        value.tag = tag;
        if (size > value.fixed.size()) {
            value.bytes.assign(start, end);
        } else {
            std::copy(start, end, value.fixed.begin());
        }
        values.push_back(std::move(value));
    }
    return values;
}

int CompareText(std::u16string_view left, std::u16string_view right) {
    const int result =
        CompareStringEx(LOCALE_NAME_INVARIANT, 0, reinterpret_cast<const wchar_t*>(left.data()),
                        static_cast<int>(left.size()), reinterpret_cast<const wchar_t*>(right.data()),
                        static_cast<int>(right.size()), nullptr, nullptr, 0);
    if (result == 0) throw ResultError{MAPI_E_CALL_FAILED};
    return result - CSTR_EQUAL;
}

int CompareValues(const PropertyValue& left, const PropertyValue& right) {
    const std::uint16_t type = TypeOf(left.tag);
    if (IsMultiValue(type)) return CompareMultiple(left, right);
    switch (type) {
        case kTypeShort:
            return CompareFixed<std::int16_t>(left, right);
        case kTypeLong:
        case kTypeError:
            return CompareFixed<std::int32_t>(left, right);
        case kTypeBoolean:
            return CompareNumbers((left.fixed[0] | left.fixed[1]) != 0,
                                  (right.fixed[0] | right.fixed[1]) != 0);
        case kTypeFloat:
            return CompareFixed<float>(left, right);
        case kTypeDouble:
        case kTypeAppTime:
            return CompareFixed<double>(left, right);
        case kTypeCurrency:
        case kTypeInt64:
            return CompareFixed<std::int64_t>(left, right);
        case kTypeSysTime:
            return CompareFixed<std::uint64_t>(left, right);
        case kTypeUnicode:
            return CompareText(TextOf(left), TextOf(right));
        default:
            return CompareBytes(left.bytes, right.bytes);
    }
}

}  // namespace mapi_msg

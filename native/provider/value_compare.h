// The order of property values, for restrictions and sorting.
#pragma once

#include <string_view>

#include "provider/property_value.h"

namespace mapi_msg {

// Whether values of this type have an order here. 8-bit strings have none: they are compared as Unicode.
bool IsComparable(std::uint16_t type);

// Less than, equal to or greater than 0. Both values have the same type, which is comparable. Several values
// are compared one by one, as IMAPITable::SortTable describes it; fewer come before more.
int CompareValues(const PropertyValue& left, const PropertyValue& right);

// The single values that a multi-valued property has.
std::vector<PropertyValue> SingleValues(const PropertyValue& multiple);

// As people order text: alphabetically, with case deciding only between equal words.
int CompareText(std::u16string_view left, std::u16string_view right);

}  // namespace mapi_msg

// Strings of one width as those of the other.
#pragma once

#include "provider/property_value.h"

namespace mapi_msg {

// The value of a string property in the type of the other width.
PropertyValue ConvertString(std::uint16_t type, PropertyValue value, UINT codePage);

}  // namespace mapi_msg

// Text on its way into PT_STRING8 properties.
#pragma once

#include "mapi/objects.h"

namespace mapi_msg {

// Turns PT_STRING8 values that are text into bytes of the code page of `object`, or of that in the row.
// Throws MapiFailure if that lacks one of their characters: what is written is to be what is read later.
void EncodeStringsWithoutLoss(PropertyRow& row, PropHandle& object);

}  // namespace mapi_msg

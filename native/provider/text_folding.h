// Text without the differences that a search is to overlook.
#pragma once

#include <windows.h>

#include <string>
#include <string_view>

namespace mapi_msg {

// Of the FL_* flags, FL_IGNORECASE, FL_IGNORENONSPACE and FL_LOOSE (both) count.
std::u16string FoldText(std::u16string_view text, ULONG flags);

}  // namespace mapi_msg

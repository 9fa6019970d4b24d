// 8-bit strings in the code pages that messages come in.
#pragma once

#include <windows.h>

#include <string>
#include <string_view>

#include "provider/format/bytes.h"

namespace mapi_msg {

// Whether text of this code page can be decoded.
bool IsKnownCodePage(UINT codePage);

// Bytes that do not fit the code page become the system's replacement character.
std::u16string DecodeString8(format::Bytes text, UINT codePage);
// Whether the bytes make sense in the code page.
bool FitsCodePage(format::Bytes text, UINT codePage);
// The Windows code page for the languages of another one, or that one itself.
UINT AnsiCodePageOf(UINT codePage);

// Characters that the code page lacks become its default character, as in WideCharToMultiByte.
format::ByteVector EncodeString8(std::u16string_view text, UINT codePage);

}  // namespace mapi_msg

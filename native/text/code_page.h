// 8-bit strings in the code pages that messages come in, also where the system lacks a code page, as Wine
// does. Knows Windows only; what fails throws a TextError.
#pragma once

#include <windows.h>

#include <string>
#include <string_view>

#include "text/bytes.h"

namespace mapi_msg::text {

// Thrown by the functions below; must be caught before a C or COM boundary.
struct TextError {
    HRESULT result;
};

// Whether text of this code page can be decoded.
bool IsKnownCodePage(UINT codePage);

// Bytes that do not fit the code page become the system's replacement character.
std::u16string DecodeString8(Bytes text, UINT codePage);
// Whether the bytes make sense in the code page.
bool FitsCodePage(Bytes text, UINT codePage);
// The code page that the bytes are in, where a message names one for its strings. Messages often name only
// that of their internet form (PR_INTERNET_CPID), while their strings are in the Windows code page of the
// same language.
UINT LikelyCodePage(Bytes text, UINT named);

// Characters that the code page lacks become its default character, as in WideCharToMultiByte.
ByteVector EncodeString8(std::u16string_view text, UINT codePage);

}  // namespace mapi_msg::text

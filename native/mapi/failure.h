// What went wrong in a call of MAPI, OLE or Windows. Thrown and caught inside this addon only: it never
// crosses a COM or C boundary.
#pragma once

#include <windows.h>

#include <optional>
#include <string>
#include <utility>

#include "abi/mapi_codes.h"

namespace mapi_msg {

// The contents of a MAPIERROR.
// https://learn.microsoft.com/office/client-developer/outlook/mapi/mapierror
struct ExtendedError {
    std::wstring message;
    std::wstring component;
    ULONG lowLevelError = 0;
    ULONG context = 0;
};

struct MapiFailure {
    HRESULT result;
    // The function that failed, such as "IMAPIProp::GetProps".
    std::string method;
    // What is known beyond the code, as a sentence; may be empty.
    std::wstring detail = {};
    // A code of ours that says more than the HRESULT's name, such as "ERR_MAPI_NOT_FOUND"; may be empty.
    std::string code = {};
    std::optional<ExtendedError> extended = {};
};

// An object was used after it, or what it was opened under, had been closed.
struct ClosedFailure {
    // What was used, and what was closed: the same, or an ancestor of it. Such as "message", "session".
    std::string object;
    std::string closed;
};

// That some of the work was not done is a warning to MAPI; to who asked for all of it, it is none.
// https://learn.microsoft.com/office/client-developer/outlook/mapi/mapi-error-handling
inline bool IsFailure(HRESULT result) { return FAILED(result) || result == MAPI_W_PARTIAL_COMPLETION; }

inline void Check(HRESULT result, const char* method) {
    if (IsFailure(result)) throw MapiFailure{result, method};
}

inline HRESULT LastWindowsError() {
    const DWORD error = ::GetLastError();
    return error == ERROR_SUCCESS ? E_FAIL : HRESULT_FROM_WIN32(error);
}

}  // namespace mapi_msg

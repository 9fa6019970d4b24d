// Asks an object what else it knows about a failure.
#pragma once

#include <optional>
#include <type_traits>

#include "abi/mapi.h"
#include "mapi/apartment.h"
#include "mapi/failure.h"
#include "mapi/mapi_memory.h"

namespace mapi_msg {

// The contents of a MAPIERROR; ANSI in MAPI's own implementations whatever was asked, so ANSI is asked for.
ExtendedError CopyExtendedError(const MAPIERROR& error);

// Throws if `result` is a failure of `method`, with what IMAPIProp::GetLastError or IMAPITable::GetLastError
// tells. https://learn.microsoft.com/office/client-developer/outlook/mapi/imapiprop-getlasterror
template <typename Interface>
void Check(HRESULT result, const char* method, Interface& object, const Apartment& apartment) {
    if (!IsFailure(result)) return;
    MapiFailure failure{result, method};
    MapiBuffer<MAPIERROR> error(apartment.OwnProvider().functions.freeBuffer);
    if (SUCCEEDED(object.GetLastError(result, 0, error.Put())) && error) {
        failure.extended = CopyExtendedError(*error.Get());
    }
    throw failure;
}

// What the object says about a failure that it answered before; none if it has nothing to say.
template <typename Interface>
std::optional<ExtendedError> GetLastError(HRESULT result, Interface& object, const Apartment& apartment) {
    MapiBuffer<MAPIERROR> error(apartment.OwnProvider().functions.freeBuffer);
    constexpr bool kIsTable = std::is_same_v<Interface, IMAPITable>;
    Check(object.GetLastError(result, 0, error.Put()),
          kIsTable ? "IMAPITable::GetLastError" : "IMAPIProp::GetLastError");
    if (!error) return std::nullopt;
    return CopyExtendedError(*error.Get());
}

}  // namespace mapi_msg

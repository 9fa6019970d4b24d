#include <algorithm>
#include <cstring>

#include "provider/prop_methods.h"

namespace mapi_msg {

HRESULT GetNamesFromIds(NameMap&, const Allocator&, SPropTagArray**, const GUID*, ULONG, ULONG*,
                        MAPINAMEID***) {
    return MAPI_E_NO_SUPPORT;
}

HRESULT GetIdsFromNames(NameMap&, const Allocator&, ULONG, MAPINAMEID**, ULONG, SPropTagArray**) {
    return MAPI_E_NO_SUPPORT;
}

}  // namespace mapi_msg

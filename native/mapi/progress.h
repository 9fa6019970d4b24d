// Tells somebody how far a long call of MAPI has come.
// https://learn.microsoft.com/office/client-developer/outlook/mapi/imapiprogressiunknown
#pragma once

#include <functional>

#include "abi/com_ptr.h"
#include "abi/mapi.h"

namespace mapi_msg {

struct ProgressReport {
    // How far, between the two others.
    ULONG value = 0;
    ULONG minimum = 0;
    ULONG maximum = 0;
    // Objects done, and of how many; 0 of 0 where the provider does not say.
    ULONG count = 0;
    ULONG total = 0;
};

// Called on the session thread, or whichever thread MAPI works on; must not wait.
using ProgressCallback = std::function<void(const ProgressReport&)>;

// Null without a callback, as MAPI takes it.
ComPtr<IMAPIProgress> MakeProgress(ProgressCallback callback);

}  // namespace mapi_msg

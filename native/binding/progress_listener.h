// JavaScript functions that want to know how far a call of MAPI has come.
#pragma once

#include "binding/napi_setup.h"
#include "mapi/progress.h"

namespace mapi_msg {

// Calls the function on the event loop with { value, minimum, maximum, count, total }; null for undefined.
ProgressCallback ReadProgressListener(const Napi::Value& value);

}  // namespace mapi_msg

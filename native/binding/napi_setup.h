// The one place that includes napi.h, so that every file sees it with the same settings (binding.gyp sets
// them).
#pragma once

#if !defined(NAPI_VERSION) || !defined(NODE_ADDON_API_CPP_EXCEPTIONS) || \
    !defined(NODE_API_SWALLOW_UNTHROWABLE_EXCEPTIONS) || !defined(NODE_API_NO_EXTERNAL_BUFFERS_ALLOWED)
#error "binding.gyp defines how Node-API is used"
#endif

#include <napi.h>

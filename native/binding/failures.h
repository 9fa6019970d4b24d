// Failures as lib/ takes them: plain objects, which it makes MapiErrors of, with the caller's stack.
#pragma once

#include "binding/napi_setup.h"
#include "mapi/failure.h"

namespace mapi_msg {

Napi::Value ToValue(Napi::Env env, const MapiFailure& failure);
Napi::Value ToValue(Napi::Env env, const ClosedFailure& failure);

// { message, component, lowLevelError, context }, or null
Napi::Value ExtendedErrorToValue(Napi::Env env, const std::optional<ExtendedError>& error);

}  // namespace mapi_msg

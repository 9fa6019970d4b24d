// Values of the session thread as JavaScript values.
#pragma once

#include <string>
#include <vector>

#include "binding/buffers.h"
#include "binding/napi_setup.h"
#include "mapi/prop_write_calls.h"
#include "mapi/property_value.h"

namespace mapi_msg {

Napi::Value ToValue(Napi::Env env, const std::wstring& text);
Napi::Value ToValue(Napi::Env env, const std::vector<ULONG>& numbers);
// [tag, value, tag, value, ...]. PT_SYSTIME is a bigint of ticks here and PT_ERROR the unsigned number of the
// code; lib/ makes FileTime and MapiError of them.
Napi::Value ToValue(Buffers& buffers, const PropertyRow& row);
Napi::Value ToValue(Buffers& buffers, const std::vector<PropertyRow>& rows);

// [index, tag, code, index, tag, code, ...]
Napi::Value ProblemsToValue(Napi::Env env, const PropertyProblems& problems);

// "{xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx}" in lower case.
Napi::Value ToValue(Napi::Env env, const GUID& guid);

}  // namespace mapi_msg

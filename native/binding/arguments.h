// Reads the arguments that lib/ passes. It has checked them for the user already; what is wrong all the same
// throws a JavaScript TypeError.
#pragma once

#include <string>
#include <vector>

#include "binding/napi_setup.h"
#include "mapi/property_value.h"
#include "mapi/provider.h"

namespace mapi_msg {

ULONG ReadNumber(const Napi::Value& value);
std::int64_t ReadInteger64(const Napi::Value& value);
bool ReadBoolean(const Napi::Value& value);
std::wstring ReadString(const Napi::Value& value);
// From a Uint32Array.
std::vector<ULONG> ReadNumbers(const Napi::Value& value);
// A copy of a Uint8Array's bytes.
Bytes ReadBytes(const Napi::Value& value);
// From "{xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx}".
GUID ReadGuid(const Napi::Value& value);
// From { kind: "auto" | "mapi" | "embedded" | "dll", path }.
ProviderChoice ReadProviderChoice(const Napi::Value& value);

}  // namespace mapi_msg

// Reads the arguments that lib/ passes. It has checked them for the user already; what is wrong all the same
// throws a JavaScript TypeError.
#pragma once

#include <string>
#include <vector>

#include "binding/napi_setup.h"
#include "mapi/name_calls.h"
#include "mapi/property_value.h"
#include "mapi/provider.h"
#include "mapi/restriction.h"

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
std::vector<GUID> ReadGuids(const Napi::Value& value);
// From { propertySet, id } or { propertySet, name }.
PropertyName ReadName(const Napi::Value& value);
// From an array of such objects.
std::vector<PropertyName> ReadNames(const Napi::Value& value);
// From { kind: "auto" | "mapi" | "embedded" | "dll", path }.
ProviderChoice ReadProviderChoice(const Napi::Value& value);

// A value for a property tag, as lib/ prepares it: PT_SYSTIME as a bigint of ticks, PT_STRING8 as text or
// bytes.
PropertyValue ReadProperty(ULONG tag, const Napi::Value& value);
// From [tag, value, tag, value, ...].
PropertyRow ReadProperties(const Napi::Value& value);
// From an array of such arrays.
std::vector<PropertyRow> ReadRows(const Napi::Value& value);
// From { kind, how, tag, operand, values: [tag, value, ...], children }.
Restriction ReadRestriction(const Napi::Value& value);

}  // namespace mapi_msg

#include "binding/arguments.h"
#include "binding/bindings.h"
#include "binding/operation.h"
#include "binding/values.h"
#include "mapi/name_calls.h"

namespace mapi_msg {
namespace {

// { tag, propertySet, id } or { tag, propertySet, name }, or null for a property without a name
Napi::Value NamedTagToValue(Napi::Env env, const NamedTag& named) {
    if (!named.name) return env.Null();
    Napi::Object object = Napi::Object::New(env);
    object["tag"] = Napi::Number::New(env, named.tag);
    object["propertySet"] = ToValue(env, named.name->propertySet);
    if (const auto* id = std::get_if<LONG>(&named.name->name)) {
        object["id"] = Napi::Number::New(env, static_cast<ULONG>(*id));
    } else {
        object["name"] = ToValue(env, std::get<std::wstring>(named.name->name));
    }
    return object;
}

// (object, tags or null, property set or null, flags) -> names
Napi::Value GetNames(const Napi::CallbackInfo& info) {
    const auto object = ReadProp(info[0]);
    std::optional<std::vector<ULONG>> tags;
    if (!info[1].IsNull()) tags = ReadNumbers(info[1]);
    std::optional<GUID> propertySet;
    if (!info[2].IsNull()) propertySet = ReadGuid(info[2]);
    const ULONG flags = ReadNumber(info[3]);
    return Enqueue(
        info.Env(), object,
        [object, tags, propertySet, flags] { return GetNamesFromIDs(*object, tags, propertySet, flags); },
        [](Napi::Env env, const std::vector<NamedTag>& names) {
            Napi::Array array = Napi::Array::New(env, names.size());
            for (std::size_t i = 0; i < names.size(); i++) {
                array.Set(static_cast<std::uint32_t>(i), NamedTagToValue(env, names[i]));
            }
            return array;
        });
}

// (object, names, flags) -> tags
Napi::Value GetIds(const Napi::CallbackInfo& info) {
    const auto object = ReadProp(info[0]);
    const std::vector<PropertyName> names = ReadNames(info[1]);
    const ULONG flags = ReadNumber(info[2]);
    return Enqueue(
        info.Env(), object, [object, names, flags] { return GetIDsFromNames(*object, names, flags); },
        [](Napi::Env env, const std::vector<ULONG>& tags) { return ToValue(env, tags); });
}

}  // namespace

void BindNames(Napi::Object exports) {
    BindFunction<GetNames>(exports, "getNamesFromIDs");
    BindFunction<GetIds>(exports, "getIDsFromNames");
}

}  // namespace mapi_msg

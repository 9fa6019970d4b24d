#include "binding/failures.h"

#include "binding/values.h"

namespace mapi_msg {

Napi::Value ToValue(Napi::Env env, const MapiFailure& failure) {
    Napi::Object object = Napi::Object::New(env);
    object["hresult"] = Napi::Number::New(env, static_cast<std::uint32_t>(failure.result));
    object["method"] = failure.method;
    if (!failure.detail.empty()) object["detail"] = ToValue(env, failure.detail);
    if (!failure.code.empty()) object["code"] = failure.code;
    if (failure.extended) object["extended"] = ExtendedErrorToValue(env, failure.extended);
    return object;
}

Napi::Value ToValue(Napi::Env env, const ClosedFailure& failure) {
    Napi::Object object = Napi::Object::New(env);
    object["closedObject"] = failure.object;
    object["closedWith"] = failure.closed;
    return object;
}

Napi::Value ExtendedErrorToValue(Napi::Env env, const std::optional<ExtendedError>& error) {
    if (!error) return env.Null();
    Napi::Object object = Napi::Object::New(env);
    object["message"] = ToValue(env, error->message);
    object["component"] = ToValue(env, error->component);
    object["lowLevelError"] = Napi::Number::New(env, error->lowLevelError);
    object["context"] = Napi::Number::New(env, error->context);
    return object;
}

}  // namespace mapi_msg

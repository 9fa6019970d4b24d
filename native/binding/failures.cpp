#include "binding/failures.h"

#include "binding/values.h"

namespace mapi_msg {

Napi::Value ToValue(Napi::Env env, const MapiFailure& failure) {
    Napi::Object object = Napi::Object::New(env);
    object["hresult"] = Napi::Number::New(env, static_cast<std::uint32_t>(failure.result));
    object["method"] = failure.method;
    if (!failure.detail.empty()) object["detail"] = ToValue(env, failure.detail);
    if (!failure.code.empty()) object["code"] = failure.code;
    if (failure.extended) {
        Napi::Object extended = Napi::Object::New(env);
        extended["message"] = ToValue(env, failure.extended->message);
        extended["component"] = ToValue(env, failure.extended->component);
        extended["lowLevelError"] = Napi::Number::New(env, failure.extended->lowLevelError);
        extended["context"] = Napi::Number::New(env, failure.extended->context);
        object["extended"] = extended;
    }
    return object;
}

Napi::Value ToValue(Napi::Env env, const ClosedFailure& failure) {
    Napi::Object object = Napi::Object::New(env);
    object["closedObject"] = failure.object;
    object["closedWith"] = failure.closed;
    return object;
}

}  // namespace mapi_msg

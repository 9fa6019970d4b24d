#include "binding/progress_listener.h"

#include "binding/environment.h"

namespace mapi_msg {

ProgressCallback ReadProgressListener(const Napi::Value& value) {
    if (!value.IsFunction()) return nullptr;
    auto listener = Environment::Of(value.Env()).Listen(value.As<Napi::Function>());
    return [listener = std::move(listener)](const ProgressReport& report) {
        listener([report](Napi::Env env) {
            Napi::Object progress = Napi::Object::New(env);
            progress["value"] = Napi::Number::New(env, report.value);
            progress["minimum"] = Napi::Number::New(env, report.minimum);
            progress["maximum"] = Napi::Number::New(env, report.maximum);
            progress["count"] = Napi::Number::New(env, report.count);
            progress["total"] = Napi::Number::New(env, report.total);
            return std::vector<napi_value>{progress};
        });
    };
}

}  // namespace mapi_msg

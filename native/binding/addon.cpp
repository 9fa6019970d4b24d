#include "binding/bindings.h"
#include "binding/environment.h"

namespace {

Napi::Object Initialize(Napi::Env env, Napi::Object exports) {
    mapi_msg::Environment::Attach(env);
    mapi_msg::BindFindMapi(exports);
    mapi_msg::BindLifetimes(exports);
    mapi_msg::BindSessions(exports);
    mapi_msg::BindStorages(exports);
    mapi_msg::BindProps(exports);
    mapi_msg::BindNames(exports);
    mapi_msg::BindMessages(exports);
    mapi_msg::BindTables(exports);
    mapi_msg::BindStreams(exports);
    mapi_msg::BindRtf(exports);
    mapi_msg::BindReadMessage(exports);
    mapi_msg::BindText(exports);
    mapi_msg::BindWriteProps(exports);
    mapi_msg::BindWriteMessages(exports);
    mapi_msg::BindWriteStreams(exports);
    mapi_msg::BindWriteStorages(exports);
    mapi_msg::BindCopy(exports);
    return exports;
}

}  // namespace

NODE_API_MODULE(mapi_msg, Initialize)

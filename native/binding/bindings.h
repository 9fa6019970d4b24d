// The functions that lib/native.ts declares, by subject.
#pragma once

#include "binding/napi_setup.h"

namespace mapi_msg {

void BindFindMapi(Napi::Object exports);
void BindLifetimes(Napi::Object exports);
void BindSessions(Napi::Object exports);
void BindStorages(Napi::Object exports);
void BindProps(Napi::Object exports);
void BindNames(Napi::Object exports);
void BindMessages(Napi::Object exports);
void BindTables(Napi::Object exports);
void BindStreams(Napi::Object exports);
void BindRtf(Napi::Object exports);
void BindReadMessage(Napi::Object exports);
void BindText(Napi::Object exports);
void BindWriteProps(Napi::Object exports);
void BindWriteMessages(Napi::Object exports);
void BindWriteStreams(Napi::Object exports);
void BindWriteStorages(Napi::Object exports);
void BindCopy(Napi::Object exports);

template <Napi::Value (*Function)(const Napi::CallbackInfo&)>
void BindFunction(Napi::Object exports, const char* name) {
    exports.Set(name, Napi::Function::New<Function>(exports.Env(), name));
}

}  // namespace mapi_msg

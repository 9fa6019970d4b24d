// Session objects as JavaScript sees them: opaque values that only this addon can make or read.
#pragma once

#include <memory>

#include "binding/napi_setup.h"
#include "mapi/objects.h"

namespace mapi_msg {

// A handle that is collected unclosed has its object closed on the session thread.
Napi::Value MakeHandle(Napi::Env env, std::shared_ptr<SessionObject> object);

// Throws a JavaScript TypeError if `value` is no handle.
std::shared_ptr<SessionObject> ReadHandle(const Napi::Value& value);

// Throws a JavaScript TypeError if `value` is no handle of an object of this kind.
std::shared_ptr<SessionHandle> ReadSession(const Napi::Value& value);
std::shared_ptr<StorageHandle> ReadStorage(const Napi::Value& value);
std::shared_ptr<MessageHandle> ReadMessage(const Napi::Value& value);
std::shared_ptr<TableHandle> ReadTable(const Napi::Value& value);
std::shared_ptr<StreamHandle> ReadStream(const Napi::Value& value);
// A message or an attachment.
std::shared_ptr<PropHandle> ReadProp(const Napi::Value& value);

}  // namespace mapi_msg

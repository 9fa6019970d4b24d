#include "binding/arguments.h"
#include "binding/bindings.h"
#include "binding/operation.h"
#include "mapi/message_calls.h"

namespace mapi_msg {
namespace {

// (message, flags) -> table
Napi::Value GetTableOfAttachments(const Napi::CallbackInfo& info) {
    const auto message = ReadMessage(info[0]);
    const ULONG flags = ReadNumber(info[1]);
    return Enqueue(
        info.Env(), message, [message, flags] { return GetAttachmentTable(message, flags); }, ToHandle());
}

// (message, flags) -> table
Napi::Value GetTableOfRecipients(const Napi::CallbackInfo& info) {
    const auto message = ReadMessage(info[0]);
    const ULONG flags = ReadNumber(info[1]);
    return Enqueue(
        info.Env(), message, [message, flags] { return GetRecipientTable(message, flags); }, ToHandle());
}

// (message, number, flags) -> attachment
Napi::Value OpenAttachment(const Napi::CallbackInfo& info) {
    const auto message = ReadMessage(info[0]);
    const ULONG number = ReadNumber(info[1]);
    const ULONG flags = ReadNumber(info[2]);
    return Enqueue(
        info.Env(), message, [message, number, flags] { return OpenAttach(message, number, flags); },
        ToHandle());
}

}  // namespace

void BindMessages(Napi::Object exports) {
    BindFunction<GetTableOfAttachments>(exports, "getAttachmentTable");
    BindFunction<GetTableOfRecipients>(exports, "getRecipientTable");
    BindFunction<OpenAttachment>(exports, "openAttach");
}

}  // namespace mapi_msg

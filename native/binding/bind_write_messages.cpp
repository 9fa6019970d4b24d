#include "binding/arguments.h"
#include "binding/bindings.h"
#include "binding/operation.h"
#include "binding/progress_listener.h"
#include "mapi/message_write_calls.h"

namespace mapi_msg {
namespace {

// (message, flags) -> { number, handle }
Napi::Value CreateAttachment(const Napi::CallbackInfo& info) {
    const auto message = ReadMessage(info[0]);
    const ULONG flags = ReadNumber(info[1]);
    return Enqueue(
        info.Env(), message, [message, flags] { return CreateAttach(message, flags); },
        [](Napi::Env env, const CreatedAttachment& created) {
            Napi::Object object = Napi::Object::New(env);
            object["number"] = Napi::Number::New(env, created.number);
            object["handle"] = MakeHandle(env, created.attachment);
            return object;
        },
        Waiting::WatchIfIdle);
}

// (message, number, onProgress or undefined, flags)
Napi::Value DeleteAttachment(const Napi::CallbackInfo& info) {
    const auto message = ReadMessage(info[0]);
    const ULONG number = ReadNumber(info[1]);
    const ULONG flags = ReadNumber(info[3]);
    return Enqueue(
        info.Env(), message,
        [message, number, onProgress = ReadProgressListener(info[2]), flags] {
            DeleteAttach(*message, number, MakeProgress(onProgress).Get(), flags);
            return Nothing{};
        },
        ToUndefined);
}

// (message, flags, rows)
Napi::Value ModifyMessageRecipients(const Napi::CallbackInfo& info) {
    const auto message = ReadMessage(info[0]);
    const ULONG flags = ReadNumber(info[1]);
    return Enqueue(
        info.Env(), message,
        [message, flags, rows = ReadRows(info[2])]() mutable {
            ModifyRecipients(*message, flags, std::move(rows));
            return Nothing{};
        },
        ToUndefined, Waiting::WatchIfIdle);
}

// (message, flags)
template <void (*Function)(MessageHandle& message, ULONG flags)>
Napi::Value CallWithFlags(const Napi::CallbackInfo& info) {
    const auto message = ReadMessage(info[0]);
    const ULONG flags = ReadNumber(info[1]);
    return Enqueue(
        info.Env(), message,
        [message, flags] {
            Function(*message, flags);
            return Nothing{};
        },
        ToUndefined);
}

}  // namespace

void BindWriteMessages(Napi::Object exports) {
    BindFunction<CreateAttachment>(exports, "createAttach");
    BindFunction<DeleteAttachment>(exports, "deleteAttach");
    BindFunction<ModifyMessageRecipients>(exports, "modifyRecipients");
    BindFunction<CallWithFlags<SubmitMessage>>(exports, "submitMessage");
    BindFunction<CallWithFlags<SetReadFlag>>(exports, "setReadFlag");
}

}  // namespace mapi_msg

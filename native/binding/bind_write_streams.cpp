#include "binding/arguments.h"
#include "binding/bindings.h"
#include "binding/operation.h"
#include "mapi/stream_write_calls.h"

namespace mapi_msg {
namespace {

// (stream, bytes)
Napi::Value WriteToStream(const Napi::CallbackInfo& info) {
    const auto stream = ReadStream(info[0]);
    return Enqueue(
        info.Env(), stream,
        [stream, bytes = ReadBytes(info[1])] {
            WriteStream(*stream, bytes);
            return Nothing{};
        },
        ToUndefined);
}

// (stream, size)
Napi::Value SetSizeOfStream(const Napi::CallbackInfo& info) {
    const auto stream = ReadStream(info[0]);
    const auto size = static_cast<std::uint64_t>(ReadInteger64(info[1]));
    return Enqueue(
        info.Env(), stream,
        [stream, size] {
            SetStreamSize(*stream, size);
            return Nothing{};
        },
        ToUndefined);
}

// (stream)
template <void (*Function)(StreamHandle& stream)>
Napi::Value CallOnStream(const Napi::CallbackInfo& info) {
    const auto stream = ReadStream(info[0]);
    return Enqueue(
        info.Env(), stream,
        [stream] {
            Function(*stream);
            return Nothing{};
        },
        ToUndefined);
}

}  // namespace

void BindWriteStreams(Napi::Object exports) {
    BindFunction<WriteToStream>(exports, "writeStream");
    BindFunction<SetSizeOfStream>(exports, "setStreamSize");
    BindFunction<CallOnStream<CommitStream>>(exports, "commitStream");
    BindFunction<CallOnStream<RevertStream>>(exports, "revertStream");
}

}  // namespace mapi_msg

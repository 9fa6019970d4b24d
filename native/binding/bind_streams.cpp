#include "binding/arguments.h"
#include "binding/bindings.h"
#include "binding/operation.h"
#include "mapi/stream_calls.h"

namespace mapi_msg {
namespace {

Napi::Value SizeToValue(Napi::Env env, std::uint64_t size) {
    return Napi::Number::New(env, static_cast<double>(size));
}

Napi::Value BytesToValue(Buffers& buffers, const Bytes& bytes) { return buffers.Make(bytes); }

// (stream, size) -> bytes, fewer than asked only at the end
Napi::Value ReadFromStream(const Napi::CallbackInfo& info) {
    const auto stream = ReadStream(info[0]);
    const ULONG size = ReadNumber(info[1]);
    return Enqueue(
        info.Env(), stream, [stream, size] { return ReadStream(*stream, size); }, BytesToValue);
}

// (stream) -> bytes from where it stands
Napi::Value ReadAllFromStream(const Napi::CallbackInfo& info) {
    const auto stream = ReadStream(info[0]);
    return Enqueue(
        info.Env(), stream, [stream] { return ReadWholeStream(*stream->Get()); }, BytesToValue);
}

// (stream, offset, origin) -> position
Napi::Value SeekInStream(const Napi::CallbackInfo& info) {
    const auto stream = ReadStream(info[0]);
    const std::int64_t offset = ReadInteger64(info[1]);
    const DWORD origin = ReadNumber(info[2]);
    return Enqueue(
        info.Env(), stream, [stream, offset, origin] { return SeekStream(*stream, offset, origin); },
        SizeToValue);
}

// (stream) -> bytes
Napi::Value GetStreamSize(const Napi::CallbackInfo& info) {
    const auto stream = ReadStream(info[0]);
    return Enqueue(
        info.Env(), stream, [stream] { return StreamSize(*stream); }, SizeToValue);
}

// (stream) -> stream
Napi::Value CloneOfStream(const Napi::CallbackInfo& info) {
    const auto stream = ReadStream(info[0]);
    return Enqueue(
        info.Env(), stream, [stream] { return CloneStream(stream); }, ToHandle());
}

}  // namespace

void BindStreams(Napi::Object exports) {
    BindFunction<ReadFromStream>(exports, "readStream");
    BindFunction<ReadAllFromStream>(exports, "readWholeStream");
    BindFunction<SeekInStream>(exports, "seekStream");
    BindFunction<GetStreamSize>(exports, "streamSize");
    BindFunction<CloneOfStream>(exports, "cloneStream");
}

}  // namespace mapi_msg

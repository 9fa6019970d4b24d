#include "binding/arguments.h"
#include "binding/bindings.h"
#include "binding/operation.h"
#include "binding/values.h"
#include "mapi/rtf_calls.h"

namespace mapi_msg {
namespace {

// (stream, flags) -> stream
Napi::Value WrapRtf(const Napi::CallbackInfo& info) {
    const auto compressed = ReadStream(info[0]);
    const ULONG flags = ReadNumber(info[1]);
    return Enqueue(
        info.Env(), compressed, [compressed, flags] { return WrapCompressedRtfStream(compressed, flags); },
        ToHandle());
}

// (message or attachment, RTF) -> [kind, text], on the session thread of the object: megabytes take a while.
Napi::Value DeEncapsulateRtf(const Napi::CallbackInfo& info) {
    return Enqueue(
        info.Env(), ReadProp(info[0]), [rtf = ReadBytes(info[1])] { return DecodeRtf(rtf); },
        [](Napi::Env env, const DecodedRtf& decoded) -> Napi::Value {
            Napi::Array value = Napi::Array::New(env, 2);
            value.Set(0u, Napi::Number::New(env, static_cast<double>(decoded.kind)));
            value.Set(1u, ToValue(env, decoded.text));
            return value;
        });
}

}  // namespace

void BindRtf(Napi::Object exports) {
    BindFunction<WrapRtf>(exports, "wrapCompressedRtfStream");
    BindFunction<DeEncapsulateRtf>(exports, "deEncapsulateRtf");
}

}  // namespace mapi_msg

#include "binding/arguments.h"
#include "binding/bindings.h"
#include "binding/operation.h"
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

}  // namespace

void BindRtf(Napi::Object exports) { BindFunction<WrapRtf>(exports, "wrapCompressedRtfStream"); }

}  // namespace mapi_msg

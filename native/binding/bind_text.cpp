#include "binding/arguments.h"
#include "binding/bindings.h"
#include "text/code_page.h"

namespace mapi_msg {
namespace {

// (bytes, code page) -> string, or undefined if the bytes cannot be decoded. At once, on the caller's thread.
Napi::Value DecodeText(const Napi::CallbackInfo& info) {
    const Bytes bytes = ReadBytes(info[0]);
    const UINT codePage = ReadNumber(info[1]);
    if (!text::IsKnownCodePage(codePage)) return info.Env().Undefined();
    try {
        return Napi::String::New(info.Env(), text::DecodeString8(bytes, codePage));
    } catch (const text::TextError&) {
        return info.Env().Undefined();
    }
}

}  // namespace

void BindText(Napi::Object exports) { BindFunction<DecodeText>(exports, "decodeString8"); }

}  // namespace mapi_msg

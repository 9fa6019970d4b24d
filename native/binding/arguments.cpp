#include "binding/arguments.h"

#include <objbase.h>

namespace mapi_msg {
namespace {

Napi::TypeError Expected(const Napi::Value& value, const char* what) {
    return Napi::TypeError::New(value.Env(), std::string("Expected ") + what + ".");
}

}  // namespace

ULONG ReadNumber(const Napi::Value& value) {
    if (!value.IsNumber()) throw Expected(value, "a number");
    return value.As<Napi::Number>().Uint32Value();
}

std::int64_t ReadInteger64(const Napi::Value& value) {
    if (!value.IsNumber()) throw Expected(value, "a number");
    return value.As<Napi::Number>().Int64Value();
}

bool ReadBoolean(const Napi::Value& value) {
    if (!value.IsBoolean()) throw Expected(value, "a boolean");
    return value.As<Napi::Boolean>().Value();
}

std::wstring ReadString(const Napi::Value& value) {
    if (!value.IsString()) throw Expected(value, "a string");
    const std::u16string text = value.As<Napi::String>().Utf16Value();
    return std::wstring(text.begin(), text.end());
}

std::vector<ULONG> ReadNumbers(const Napi::Value& value) {
    if (!value.IsTypedArray() || value.As<Napi::TypedArray>().TypedArrayType() != napi_uint32_array) {
        throw Expected(value, "a Uint32Array");
    }
    const auto array = value.As<Napi::Uint32Array>();
    return std::vector<ULONG>(array.Data(), array.Data() + array.ElementLength());
}

Bytes ReadBytes(const Napi::Value& value) {
    if (!value.IsTypedArray() || value.As<Napi::TypedArray>().TypedArrayType() != napi_uint8_array) {
        throw Expected(value, "a Uint8Array");
    }
    const auto array = value.As<Napi::Uint8Array>();
    return Bytes(array.Data(), array.Data() + array.ElementLength());
}

GUID ReadGuid(const Napi::Value& value) {
    GUID guid = {};
    if (FAILED(::CLSIDFromString(ReadString(value).c_str(), &guid)))
        throw Expected(value, "a GUID in braces");
    return guid;
}

ProviderChoice ReadProviderChoice(const Napi::Value& value) {
    if (!value.IsObject()) throw Expected(value, "a provider");
    const auto object = value.As<Napi::Object>();
    const std::string kind = object.Get("kind").ToString();
    if (kind == "auto") return {ProviderKind::Auto, L""};
    if (kind == "mapi") return {ProviderKind::Mapi, L""};
    if (kind == "embedded") return {ProviderKind::Embedded, L""};
    if (kind == "dll") return {ProviderKind::Dll, ReadString(object.Get("path"))};
    throw Expected(value, "a provider");
}

}  // namespace mapi_msg

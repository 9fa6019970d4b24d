#include "binding/arguments.h"

#include <objbase.h>

namespace mapi_msg {
namespace {

Napi::TypeError Expected(const Napi::Value& value, const char* what) {
    return Napi::TypeError::New(value.Env(), std::string("Expected ") + what + ".");
}

std::int32_t ReadInteger32(const Napi::Value& value) {
    if (!value.IsNumber()) throw Expected(value, "a number");
    return value.As<Napi::Number>().Int32Value();
}

double ReadDouble(const Napi::Value& value) {
    if (!value.IsNumber()) throw Expected(value, "a number");
    return value.As<Napi::Number>().DoubleValue();
}

// 64 bits as they are: lib/ has checked the range, which is unsigned for times only.
Integer64 ReadBigInteger(const Napi::Value& value) {
    if (!value.IsBigInt()) throw Expected(value, "a bigint");
    bool lossless = false;
    return {static_cast<std::int64_t>(value.As<Napi::BigInt>().Uint64Value(&lossless))};
}

template <typename Element, typename Read>
std::vector<Element> ReadArray(const Napi::Value& value, Read read) {
    if (!value.IsArray()) throw Expected(value, "an array");
    const auto array = value.As<Napi::Array>();
    std::vector<Element> elements;
    elements.reserve(array.Length());
    for (std::uint32_t i = 0; i < array.Length(); i++) elements.push_back(read(array.Get(i)));
    return elements;
}

// Bytes with the NUL that MAPI wants.
Bytes ReadString8(const Napi::Value& value) {
    Bytes bytes = ReadBytes(value);
    bytes.push_back(0);
    return bytes;
}

bool HoldsBytes(const Napi::Value& array) {
    if (!array.IsArray() || array.As<Napi::Array>().Length() == 0) return false;
    return array.As<Napi::Array>().Get(std::uint32_t{0}).IsTypedArray();
}

PropertyData ReadSingle(ULONG type, const Napi::Value& value) {
    switch (type) {
        case PT_NULL:
            return NoValue{};
        case PT_I2:
        case PT_LONG:
            return ReadInteger32(value);
        case PT_R4:
        case PT_DOUBLE:
        case PT_APPTIME:
            return ReadDouble(value);
        case PT_BOOLEAN:
            return ReadBoolean(value);
        case PT_ERROR:
            return ErrorCode{static_cast<SCODE>(ReadNumber(value))};
        case PT_CURRENCY:
        case PT_I8:
        case PT_SYSTIME:
            return ReadBigInteger(value);
        case PT_UNICODE:
            return ReadString(value);
        case PT_STRING8:
            if (value.IsString()) return ReadString(value);
            return ReadString8(value);
        case PT_BINARY:
            return ReadBytes(value);
        case PT_CLSID:
            return ReadGuid(value);
        default:
            throw Expected(value, "a value of a type that properties can be given");
    }
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

PropertyName ReadName(const Napi::Value& value) {
    if (!value.IsObject()) throw Napi::TypeError::New(value.Env(), "Expected a property name.");
    const auto object = value.As<Napi::Object>();
    PropertyName name;
    name.propertySet = ReadGuid(object.Get("propertySet"));
    if (object.Has("id")) {
        name.name = static_cast<LONG>(ReadNumber(object.Get("id")));
    } else {
        name.name = ReadString(object.Get("name"));
    }
    return name;
}

std::vector<PropertyName> ReadNames(const Napi::Value& value) {
    const auto array = value.As<Napi::Array>();
    std::vector<PropertyName> names;
    for (std::uint32_t i = 0; i < array.Length(); i++) names.push_back(ReadName(array.Get(i)));
    return names;
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

PropertyValue ReadProperty(ULONG tag, const Napi::Value& value) {
    const ULONG type = PROP_TYPE(tag);
    if (!(type & MV_FLAG)) return {tag, ReadSingle(type, value)};
    switch (type & ~MV_FLAG) {
        case PT_I2:
        case PT_LONG:
            return {tag, ReadArray<std::int32_t>(value, ReadInteger32)};
        case PT_R4:
        case PT_DOUBLE:
        case PT_APPTIME:
            return {tag, ReadArray<double>(value, ReadDouble)};
        case PT_CURRENCY:
        case PT_I8:
        case PT_SYSTIME:
            return {tag, ReadArray<Integer64>(value, ReadBigInteger)};
        case PT_UNICODE:
            return {tag, ReadArray<std::wstring>(value, ReadString)};
        case PT_STRING8:
            if (HoldsBytes(value)) return {tag, ReadArray<Bytes>(value, ReadString8)};
            return {tag, ReadArray<std::wstring>(value, ReadString)};
        case PT_BINARY:
            return {tag, ReadArray<Bytes>(value, ReadBytes)};
        case PT_CLSID:
            return {tag, ReadArray<GUID>(value, ReadGuid)};
        default:
            throw Expected(value, "a value of a type that properties can be given");
    }
}

PropertyRow ReadProperties(const Napi::Value& value) {
    if (!value.IsArray()) throw Expected(value, "an array");
    const auto values = value.As<Napi::Array>();
    PropertyRow row;
    row.reserve(values.Length() / 2);
    for (std::uint32_t i = 0; i + 1 < values.Length(); i += 2) {
        row.push_back(ReadProperty(ReadNumber(values.Get(i)), values.Get(i + 1)));
    }
    return row;
}

std::vector<PropertyRow> ReadRows(const Napi::Value& value) {
    return ReadArray<PropertyRow>(value, ReadProperties);
}

std::vector<GUID> ReadGuids(const Napi::Value& value) { return ReadArray<GUID>(value, ReadGuid); }

Restriction ReadRestriction(const Napi::Value& value) {
    if (!value.IsObject()) throw Expected(value, "a restriction");
    const auto object = value.As<Napi::Object>();
    Restriction restriction;
    restriction.kind = ReadNumber(object.Get("kind"));
    restriction.how = ReadNumber(object.Get("how"));
    restriction.tag = ReadNumber(object.Get("tag"));
    restriction.operand = ReadNumber(object.Get("operand"));
    restriction.values = ReadProperties(object.Get("values"));
    restriction.children = ReadArray<Restriction>(object.Get("children"), ReadRestriction);
    return restriction;
}

}  // namespace mapi_msg

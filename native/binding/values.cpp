#include "binding/values.h"

#include <array>
#include <cstdio>

namespace mapi_msg {
namespace {

template <typename Element, typename Convert>
Napi::Value ToArray(Napi::Env env, const std::vector<Element>& elements, Convert convert) {
    Napi::Array array = Napi::Array::New(env, elements.size());
    for (std::size_t i = 0; i < elements.size(); i++) {
        array.Set(static_cast<std::uint32_t>(i), convert(elements[i]));
    }
    return array;
}

class PropertyConverter {
  public:
    PropertyConverter(Buffers& buffers, ULONG tag)
        : buffers_(buffers), env_(buffers.Env()), isTime_((PROP_TYPE(tag) & ~MV_FLAG) == PT_SYSTIME) {}

    Napi::Value operator()(NoValue) const { return env_.Null(); }
    Napi::Value operator()(std::int32_t value) const { return Napi::Number::New(env_, value); }
    Napi::Value operator()(double value) const { return Napi::Number::New(env_, value); }
    Napi::Value operator()(bool value) const { return Napi::Boolean::New(env_, value); }
    Napi::Value operator()(const std::wstring& value) const { return ToValue(env_, value); }
    Napi::Value operator()(const Bytes& value) const { return buffers_.Make(value); }
    Napi::Value operator()(const GUID& value) const { return ToValue(env_, value); }
    Napi::Value operator()(ErrorCode value) const {
        return Napi::Number::New(env_, static_cast<std::uint32_t>(value.code));
    }
    // FILETIMEs count upwards from 1601 in 64 unsigned bits; the other 64-bit types are signed.
    Napi::Value operator()(Integer64 integer) const {
        if (isTime_) return Napi::BigInt::New(env_, static_cast<std::uint64_t>(integer.value));
        return Napi::BigInt::New(env_, integer.value);
    }
    template <typename Element>
    Napi::Value operator()(const std::vector<Element>& values) const {
        return ToArray(env_, values, *this);
    }

  private:
    Buffers& buffers_;
    const Napi::Env env_;
    const bool isTime_;
};

}  // namespace

Napi::Value ToValue(Napi::Env env, const std::wstring& text) {
    static_assert(sizeof(wchar_t) == sizeof(char16_t));
    return Napi::String::New(env, reinterpret_cast<const char16_t*>(text.data()), text.size());
}

Napi::Value ToValue(Napi::Env env, const std::vector<ULONG>& numbers) {
    return ToArray(env, numbers, [env](ULONG number) { return Napi::Number::New(env, number); });
}

Napi::Value ToValue(Buffers& buffers, const PropertyRow& row) {
    const Napi::Env env = buffers.Env();
    Napi::Array flat = Napi::Array::New(env, row.size() * 2);
    std::uint32_t at = 0;
    for (const auto& property : row) {
        flat.Set(at++, Napi::Number::New(env, property.tag));
        flat.Set(at++, std::visit(PropertyConverter(buffers, property.tag), property.data));
    }
    return flat;
}

Napi::Value ToValue(Buffers& buffers, const std::vector<PropertyRow>& rows) {
    return ToArray(buffers.Env(), rows, [&buffers](const PropertyRow& row) { return ToValue(buffers, row); });
}

Napi::Value ProblemsToValue(Napi::Env env, const PropertyProblems& problems) {
    Napi::Array flat = Napi::Array::New(env, problems.size() * 3);
    std::uint32_t at = 0;
    for (const auto& problem : problems) {
        flat.Set(at++, Napi::Number::New(env, problem.index));
        flat.Set(at++, Napi::Number::New(env, problem.tag));
        flat.Set(at++, Napi::Number::New(env, static_cast<std::uint32_t>(problem.code)));
    }
    return flat;
}

Napi::Value ToValue(Napi::Env env, const GUID& guid) {
    std::array<char, 39> text = {};
    const int length = std::snprintf(
        text.data(), text.size(), "{%08lx-%04x-%04x-%02x%02x-%02x%02x%02x%02x%02x%02x}",
        static_cast<unsigned long>(guid.Data1), guid.Data2, guid.Data3, guid.Data4[0], guid.Data4[1],
        guid.Data4[2], guid.Data4[3], guid.Data4[4], guid.Data4[5], guid.Data4[6], guid.Data4[7]);
    return Napi::String::New(env, text.data(), static_cast<std::size_t>(length));
}

}  // namespace mapi_msg

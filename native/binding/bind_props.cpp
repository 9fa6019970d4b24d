#include "binding/arguments.h"
#include "binding/bindings.h"
#include "binding/operation.h"
#include "binding/values.h"
#include "mapi/extended_error.h"
#include "mapi/prop_calls.h"

namespace mapi_msg {
namespace {

Napi::Value RowToValue(Buffers& buffers, const PropertyRow& row) { return ToValue(buffers, row); }
Napi::Value NumbersToValue(Napi::Env env, const std::vector<ULONG>& numbers) { return ToValue(env, numbers); }

// (object, tags or null, flags, rawStrings) -> [tag, value, ...]
Napi::Value GetObjectProps(const Napi::CallbackInfo& info) {
    const auto object = ReadProp(info[0]);
    GetPropsOptions options;
    if (!info[1].IsNull()) options.tags = ReadNumbers(info[1]);
    options.flags = ReadNumber(info[2]);
    options.rawStrings = ReadBoolean(info[3]);
    return Enqueue(
        info.Env(), object, [object, options] { return GetProps(*object, options); }, RowToValue);
}

// (object, flags) -> tags
Napi::Value GetObjectPropList(const Napi::CallbackInfo& info) {
    const auto object = ReadProp(info[0]);
    const ULONG flags = ReadNumber(info[1]);
    return Enqueue(
        info.Env(), object, [object, flags] { return GetPropList(*object, flags); }, NumbersToValue);
}

// (object, tag, interface id, interface options, flags) -> stream, storage, message or table
Napi::Value OpenObjectProperty(const Napi::CallbackInfo& info) {
    const auto object = ReadProp(info[0]);
    const OpenPropertyOptions options = {ReadNumber(info[1]), ReadGuid(info[2]), ReadNumber(info[3]),
                                         ReadNumber(info[4])};
    return Enqueue(
        info.Env(), object, [object, options] { return OpenProperty(object, options); }, ToHandle());
}

// (object, tags) -> attributes
Napi::Value GetObjectAttributes(const Napi::CallbackInfo& info) {
    const auto object = ReadProp(info[0]);
    return Enqueue(
        info.Env(), object, [object, tags = ReadNumbers(info[1])] { return GetAttributes(*object, tags); },
        NumbersToValue);
}

// (object, hresult) -> extended error or null
Napi::Value GetObjectLastError(const Napi::CallbackInfo& info) {
    const auto object = ReadProp(info[0]);
    const auto result = static_cast<HRESULT>(ReadNumber(info[1]));
    return Enqueue(
        info.Env(), object,
        [object, result] { return GetLastError(result, *object->Get(), *object->OwnApartment()); },
        ExtendedErrorToValue);
}

}  // namespace

void BindProps(Napi::Object exports) {
    BindFunction<GetObjectProps>(exports, "getProps");
    BindFunction<GetObjectPropList>(exports, "getPropList");
    BindFunction<OpenObjectProperty>(exports, "openProperty");
    BindFunction<GetObjectAttributes>(exports, "getAttributes");
    BindFunction<GetObjectLastError>(exports, "getLastError");
}

}  // namespace mapi_msg

#include "binding/arguments.h"
#include "binding/bindings.h"
#include "binding/operation.h"
#include "binding/values.h"
#include "mapi/prop_write_calls.h"

namespace mapi_msg {
namespace {

// (object, [tag, value, ...]) -> problems
Napi::Value SetObjectProps(const Napi::CallbackInfo& info) {
    const auto object = ReadProp(info[0]);
    return Enqueue(
        info.Env(), object,
        [object, values = ReadProperties(info[1])]() mutable { return SetProps(*object, std::move(values)); },
        ProblemsToValue, Waiting::WatchIfIdle);
}

// (object, tags) -> problems
Napi::Value DeleteObjectProps(const Napi::CallbackInfo& info) {
    const auto object = ReadProp(info[0]);
    return Enqueue(
        info.Env(), object, [object, tags = ReadNumbers(info[1])] { return DeleteProps(*object, tags); },
        ProblemsToValue);
}

// (object, flags)
Napi::Value SaveObjectChanges(const Napi::CallbackInfo& info) {
    const auto object = ReadProp(info[0]);
    const ULONG flags = ReadNumber(info[1]);
    return Enqueue(
        info.Env(), object,
        [object, flags] {
            SaveChanges(*object, flags);
            return Nothing{};
        },
        ToUndefined, Waiting::WatchIfIdle);
}

// (object, tags, attributes) -> problems
Napi::Value SetObjectAttributes(const Napi::CallbackInfo& info) {
    const auto object = ReadProp(info[0]);
    return Enqueue(
        info.Env(), object,
        [object, tags = ReadNumbers(info[1]), attributes = ReadNumbers(info[2])] {
            return SetAttributes(*object, tags, attributes);
        },
        ProblemsToValue);
}

}  // namespace

void BindWriteProps(Napi::Object exports) {
    BindFunction<SetObjectProps>(exports, "setProps");
    BindFunction<DeleteObjectProps>(exports, "deleteProps");
    BindFunction<SaveObjectChanges>(exports, "saveChanges");
    BindFunction<SetObjectAttributes>(exports, "setAttributes");
}

}  // namespace mapi_msg

#include "binding/arguments.h"
#include "binding/bindings.h"
#include "binding/operation.h"
#include "binding/progress_listener.h"
#include "binding/values.h"
#include "mapi/copy_calls.h"

namespace mapi_msg {
namespace {

// (object, object) -> whether their interfaces can meet: they are of one thread and one MAPI.
Napi::Value CanCopyDirectly(const Napi::CallbackInfo& info) {
    return Napi::Boolean::New(info.Env(),
                              ReadHandle(info[0])->OwnApartment() == ReadHandle(info[1])->OwnApartment());
}

std::shared_ptr<PropHandle> ReadTarget(const Napi::Value& value, const PropHandle& source) {
    auto target = ReadProp(value);
    if (target->OwnApartment() != source.OwnApartment()) {
        throw Napi::TypeError::New(value.Env(), "The target belongs to another thread.");
    }
    return target;
}

// (source, excluded tags, excluded interface ids, target, interface id, flags, onProgress or undefined)
// -> problems
Napi::Value CopyObject(const Napi::CallbackInfo& info) {
    const auto source = ReadProp(info[0]);
    const auto target = ReadTarget(info[3], *source);
    CopyOptions options = {ReadNumber(info[5]), ReadGuid(info[4])};
    return Enqueue(
        info.Env(), source,
        [source, tags = ReadNumbers(info[1]), interfaces = ReadGuids(info[2]), target, options,
         onProgress = ReadProgressListener(info[6])]() mutable {
            CheckOpen(*target);
            const auto progress = MakeProgress(onProgress);
            options.progress = progress.Get();
            return CopyTo(*source, tags, interfaces, *target, options);
        },
        ProblemsToValue);
}

// (source, tags, target, interface id, flags, onProgress or undefined) -> problems
Napi::Value CopyObjectProps(const Napi::CallbackInfo& info) {
    const auto source = ReadProp(info[0]);
    const auto target = ReadTarget(info[2], *source);
    CopyOptions options = {ReadNumber(info[4]), ReadGuid(info[3])};
    return Enqueue(
        info.Env(), source,
        [source, tags = ReadNumbers(info[1]), target, options,
         onProgress = ReadProgressListener(info[5])]() mutable {
            CheckOpen(*target);
            const auto progress = MakeProgress(onProgress);
            options.progress = progress.Get();
            return CopyProps(*source, tags, *target, options);
        },
        ProblemsToValue);
}

}  // namespace

void BindCopy(Napi::Object exports) {
    BindFunction<CanCopyDirectly>(exports, "canCopyDirectly");
    BindFunction<CopyObject>(exports, "copyTo");
    BindFunction<CopyObjectProps>(exports, "copyProps");
}

}  // namespace mapi_msg

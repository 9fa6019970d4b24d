#include "binding/bindings.h"
#include "binding/operation.h"

namespace mapi_msg {
namespace {

// A promise for the end of closing, whoever asked for it first.
Napi::Value Close(const Napi::CallbackInfo& info) {
    const auto object = ReadHandle(info[0]);
    object->RequestClose();
    using Pending = PendingOperation<Nothing, Napi::Value (*)(Napi::Env, Nothing)>;
    auto pending = std::make_shared<Pending>(info.Env(), ToUndefined);
    const auto promise = pending->Promise();
    const bool posted = object->OwnApartment()->Post([object, pending]() mutable {
        object->Close();
        Pending::Finish(std::move(pending), Nothing{});
    });
    if (!posted) Pending::Finish(std::move(pending), Nothing{});
    return promise;
}

// Returns when the object is released. A session thread never waits for JavaScript, so this can't deadlock.
Napi::Value CloseAndWait(const Napi::CallbackInfo& info) {
    const auto object = ReadHandle(info[0]);
    object->RequestClose();
    const auto loop = Environment::Of(info.Env()).Loop();
    loop->Expect();
    object->OwnApartment()->RunAndWait([object] { object->Close(); });
    // Keeps the process alive until what closing told the event loop has arrived.
    loop->Settle([](Napi::Env) {});
    return info.Env().Undefined();
}

// The kind of the object with which this one was closed; undefined while it is open.
Napi::Value ClosedWith(const Napi::CallbackInfo& info) {
    const SessionObject* with = ReadHandle(info[0])->ClosedWith();
    if (!with) return info.Env().Undefined();
    return Napi::String::New(info.Env(), ObjectKindName(with->Kind()));
}

}  // namespace

void BindLifetimes(Napi::Object exports) {
    BindFunction<Close>(exports, "close");
    BindFunction<CloseAndWait>(exports, "closeAndWait");
    BindFunction<ClosedWith>(exports, "closedWith");
}

}  // namespace mapi_msg

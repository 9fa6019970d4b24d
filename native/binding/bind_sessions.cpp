#include "binding/arguments.h"
#include "binding/bindings.h"
#include "binding/operation.h"
#include "binding/storage_source.h"
#include "binding/values.h"
#include "mapi/session_calls.h"

namespace mapi_msg {
namespace {

const char* ProviderKindName(ProviderKind kind) {
    switch (kind) {
        case ProviderKind::Mapi:
            return "mapi";
        case ProviderKind::Embedded:
            return "embedded";
        case ProviderKind::Auto:
        case ProviderKind::Dll:
            break;
    }
    return "dll";
}

// (provider, flags) -> { handle, provider: { kind, path, version } }
Napi::Value OpenSession(const Napi::CallbackInfo& info) {
    const ProviderChoice choice = ReadProviderChoice(info[0]);
    const ULONG flags = ReadNumber(info[1]);
    return EnqueueInNewApartment(
        info.Env(),
        [choice, flags](const std::shared_ptr<Apartment>& apartment) {
            apartment->EnterMapi(choice);
            return OpenIMsgSession(apartment, flags);
        },
        [](Napi::Env env, std::shared_ptr<SessionHandle> session) {
            const Provider& provider = session->OwnApartment()->OwnProvider();
            Napi::Object facts = Napi::Object::New(env);
            facts["kind"] = ProviderKindName(provider.kind);
            facts["path"] = ToValue(env, provider.path);
            facts["version"] = ToValue(env, provider.version);
            Napi::Object opened = Napi::Object::New(env);
            opened["handle"] = MakeHandle(env, session);
            opened["provider"] = facts;
            return opened;
        });
}

// From (flags, onRelease or undefined).
OpenMessageOptions ReadMessageOptions(const Napi::Value& flags, const Napi::Value& onRelease) {
    OpenMessageOptions options;
    options.flags = ReadNumber(flags);
    if (onRelease.IsFunction()) {
        auto listener = Environment::Of(flags.Env()).Listen(onRelease.As<Napi::Function>());
        options.onRelease = [listener = std::move(listener)] {
            listener([](Napi::Env) { return std::vector<napi_value>(); });
        };
    }
    return options;
}

// (session or null, storage, flags, onRelease or undefined) -> message
Napi::Value OpenMessageOnStorage(const Napi::CallbackInfo& info) {
    const Napi::Env env = info.Env();
    const auto session = info[0].IsNull() ? nullptr : ReadSession(info[0]);
    const auto storage = ReadStorage(info[1]);
    if (session && session->OwnApartment() != storage->OwnApartment()) {
        throw Napi::TypeError::New(env, "The storage was opened in another session.");
    }
    OpenMessageOptions options = ReadMessageOptions(info[2], info[3]);
    return Enqueue(
        env, storage,
        [session, storage, options = std::move(options)]() mutable {
            return OpenIMsgOnIStg(storage->OwnApartment(), session, storage->Opened(), false,
                                  std::move(options));
        },
        ToHandle());
}

// (session, source, flags, onRelease or undefined) -> message on a storage that is its own
Napi::Value OpenMessage(const Napi::CallbackInfo& info) {
    const auto session = ReadSession(info[0]);
    OpenMessageOptions options = ReadMessageOptions(info[2], info[3]);
    return Enqueue(
        info.Env(), session,
        [session, source = ReadStorageSource(info[1]), options = std::move(options)]() mutable {
            const OpenedStorage storage = source.Open(session->OwnApartment()->OwnProvider());
            // MAPI leaves this to its caller.
            // https://learn.microsoft.com/outlook/troubleshoot/development/save-message-to-msg-file
            if (source.IsNew()) Check(storage.storage->SetClass(CLSID_MailMessage), "IStorage::SetClass");
            return OpenIMsgOnIStg(session->OwnApartment(), session, storage, true, std::move(options));
        },
        ToHandle(), Waiting::WatchIfIdle);
}

}  // namespace

void BindSessions(Napi::Object exports) {
    BindFunction<OpenSession>(exports, "openIMsgSession");
    BindFunction<OpenMessageOnStorage>(exports, "openIMsgOnIStg");
    BindFunction<OpenMessage>(exports, "openMessage");
}

}  // namespace mapi_msg

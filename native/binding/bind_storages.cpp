#include "binding/arguments.h"
#include "binding/bindings.h"
#include "binding/operation.h"
#include "binding/storage_source.h"
#include "binding/values.h"
#include "mapi/storage_calls.h"

namespace mapi_msg {
namespace {

// (session or null, source, provider) -> storage. Without a session the storage gets a thread of its own,
// where the provider is ready for messages that stand alone.
Napi::Value OpenStorage(const Napi::CallbackInfo& info) {
    const auto open = [source = ReadStorageSource(info[1])](const std::shared_ptr<Apartment>& apartment,
                                                            const std::shared_ptr<SessionObject>& parent) {
        return OpenObject<StorageHandle>(apartment, parent, source.Open(apartment->OwnProvider()));
    };
    if (!info[0].IsNull()) {
        const auto session = ReadSession(info[0]);
        return Enqueue(
            info.Env(), session, [session, open] { return open(session->OwnApartment(), session); },
            ToHandle());
    }
    const ProviderChoice choice = ReadProviderChoice(info[2]);
    return EnqueueInNewApartment(
        info.Env(),
        [open, choice](const std::shared_ptr<Apartment>& apartment) {
            apartment->EnterMapi(choice);
            return open(apartment, nullptr);
        },
        ToHandle());
}

Napi::Value ElementToValue(Napi::Env env, const ElementFacts& facts) {
    Napi::Object object = Napi::Object::New(env);
    object["name"] = ToValue(env, facts.name);
    object["isStorage"] = facts.type == STGTY_STORAGE;
    object["size"] = Napi::Number::New(env, static_cast<double>(facts.size));
    object["classId"] = ToValue(env, facts.classId);
    object["created"] = Napi::BigInt::New(env, facts.created);
    object["modified"] = Napi::BigInt::New(env, facts.modified);
    return object;
}

// (storage) -> elements
Napi::Value ListStorageElements(const Napi::CallbackInfo& info) {
    const auto storage = ReadStorage(info[0]);
    return Enqueue(
        info.Env(), storage, [storage] { return ListElements(*storage); },
        [](Napi::Env env, const std::vector<ElementFacts>& elements) {
            Napi::Array array = Napi::Array::New(env, elements.size());
            for (std::size_t i = 0; i < elements.size(); i++) {
                array.Set(static_cast<std::uint32_t>(i), ElementToValue(env, elements[i]));
            }
            return array;
        });
}

// (storage) -> element
Napi::Value StatOfStorage(const Napi::CallbackInfo& info) {
    const auto storage = ReadStorage(info[0]);
    return Enqueue(
        info.Env(), storage, [storage] { return StatStorage(*storage); },
        [](Napi::Env env, const ElementFacts& facts) { return ElementToValue(env, facts); });
}

// From (writable, create, replace).
ElementMode ReadElementMode(const Napi::Value& writable, const Napi::Value& create,
                            const Napi::Value& replace) {
    return {ReadBoolean(writable), ReadBoolean(create), ReadBoolean(replace)};
}

// (storage, name, writable, create, replace) -> storage
Napi::Value OpenStorageInStorage(const Napi::CallbackInfo& info) {
    const auto storage = ReadStorage(info[0]);
    const ElementMode mode = ReadElementMode(info[2], info[3], info[4]);
    return Enqueue(
        info.Env(), storage,
        [storage, name = ReadString(info[1]), mode] { return OpenStorageIn(storage, name, mode); },
        ToHandle());
}

// (storage, name, writable, create, replace) -> stream
Napi::Value OpenStreamInStorage(const Napi::CallbackInfo& info) {
    const auto storage = ReadStorage(info[0]);
    const ElementMode mode = ReadElementMode(info[2], info[3], info[4]);
    return Enqueue(
        info.Env(), storage,
        [storage, name = ReadString(info[1]), mode] { return OpenStreamIn(storage, name, mode); },
        ToHandle());
}

}  // namespace

void BindStorages(Napi::Object exports) {
    BindFunction<OpenStorage>(exports, "openStorage");
    BindFunction<ListStorageElements>(exports, "listElements");
    BindFunction<StatOfStorage>(exports, "statStorage");
    BindFunction<OpenStorageInStorage>(exports, "openStorageIn");
    BindFunction<OpenStreamInStorage>(exports, "openStreamIn");
}

}  // namespace mapi_msg

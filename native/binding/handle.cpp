#include "binding/handle.h"

#include <cstdint>
#include <string>

namespace mapi_msg {
namespace {

// Of this module alone: another copy of the addon in the process has handles of its own, with another layout
// perhaps.
const char kWithinThisModule = 0;
const napi_type_tag kHandleTag = {0x6d6170692d6d7367, reinterpret_cast<std::uintptr_t>(&kWithinThisModule)};

struct HandleBox {
    std::shared_ptr<SessionObject> object;
};

void ReleaseCollected(Napi::BasicEnv, HandleBox* box) {
    const std::unique_ptr<HandleBox> owner(box);
    const auto apartment = owner->object->OwnApartment();
    apartment->Post([object = owner->object] { object->Close(); });
}

template <typename Object>
std::shared_ptr<Object> ReadKind(const Napi::Value& value, ObjectKind kind) {
    auto object = ReadHandle(value);
    if (object->Kind() != kind) {
        throw Napi::TypeError::New(value.Env(), std::string("This is a ") + ObjectKindName(object->Kind()) +
                                                    ", not a " + ObjectKindName(kind) + ".");
    }
    return std::static_pointer_cast<Object>(object);
}

}  // namespace

Napi::Value MakeHandle(Napi::Env env, std::shared_ptr<SessionObject> object) {
    auto box = std::make_unique<HandleBox>(HandleBox{std::move(object)});
    const auto handle = Napi::External<HandleBox>::New(env, box.get(), ReleaseCollected);
    static_cast<void>(box.release());
    handle.TypeTag(&kHandleTag);
    return handle;
}

std::shared_ptr<SessionObject> ReadHandle(const Napi::Value& value) {
    if (value.IsExternal()) {
        const auto external = value.As<Napi::External<HandleBox>>();
        if (external.CheckTypeTag(&kHandleTag)) return external.Data()->object;
    }
    throw Napi::TypeError::New(value.Env(), "This is not an object of mapi-msg.");
}

std::shared_ptr<SessionHandle> ReadSession(const Napi::Value& value) {
    return ReadKind<SessionHandle>(value, ObjectKind::Session);
}

std::shared_ptr<StorageHandle> ReadStorage(const Napi::Value& value) {
    return ReadKind<StorageHandle>(value, ObjectKind::Storage);
}

std::shared_ptr<MessageHandle> ReadMessage(const Napi::Value& value) {
    return ReadKind<MessageHandle>(value, ObjectKind::Message);
}

std::shared_ptr<TableHandle> ReadTable(const Napi::Value& value) {
    return ReadKind<TableHandle>(value, ObjectKind::Table);
}

std::shared_ptr<StreamHandle> ReadStream(const Napi::Value& value) {
    return ReadKind<StreamHandle>(value, ObjectKind::Stream);
}

std::shared_ptr<PropHandle> ReadProp(const Napi::Value& value) {
    auto object = ReadHandle(value);
    if (object->Kind() == ObjectKind::Message || object->Kind() == ObjectKind::Attachment) {
        return std::static_pointer_cast<PropHandle>(object);
    }
    throw Napi::TypeError::New(value.Env(), std::string("This is a ") + ObjectKindName(object->Kind()) +
                                                ", not a message or an attachment.");
}

}  // namespace mapi_msg

// The kinds of session objects and what each can do. Every function here runs on the session thread and
// throws MapiFailure.
#pragma once

#include <functional>
#include <optional>
#include <vector>

#include "abi/com_ptr.h"
#include "abi/mapi.h"
#include "mapi/apartment.h"
#include "mapi/property_value.h"
#include "mapi/session_object.h"
#include "storage/memory_lock_bytes.h"

namespace mapi_msg {

// A session of OpenIMsgSession.
class SessionHandle final : public SessionObject {
  public:
    SessionHandle(std::shared_ptr<Apartment> apartment, LPMSGSESS session)
        : SessionObject(ObjectKind::Session, std::move(apartment), nullptr), session_(session) {}

    LPMSGSESS Get() const { return session_; }

  protected:
    // Messages first, then the session, then the storages that the messages lay on.
    void CloseChildren() override;
    void Release() override { children_.CloseAll(true); }

  private:
    LPMSGSESS session_;
};

// Holds one COM interface.
template <typename Interface>
class InterfaceHandle : public SessionObject {
  public:
    InterfaceHandle(ObjectKind kind, std::shared_ptr<Apartment> apartment,
                    std::shared_ptr<SessionObject> parent, ComPtr<Interface> object)
        : SessionObject(kind, std::move(apartment), std::move(parent)), object_(std::move(object)) {}

    Interface* operator->() const { return object_.Get(); }
    Interface* Get() const { return object_.Get(); }

  protected:
    void Release() override { object_.Reset(); }

  private:
    ComPtr<Interface> object_;
};

// A storage, and what its bytes are in: neither for a file, nor for a storage in a storage.
struct OpenedStorage {
    ComPtr<IStorage> storage;
    ComPtr<MemoryLockBytes> lockBytes = {};
    std::shared_ptr<const Bytes> bytes = {};
    // Of a file that OLE writes: what was last committed to it.
    std::function<Bytes()> committed = {};
};

class StorageHandle final : public InterfaceHandle<IStorage> {
  public:
    StorageHandle(std::shared_ptr<Apartment> apartment, std::shared_ptr<SessionObject> parent,
                  OpenedStorage opened)
        : InterfaceHandle(ObjectKind::Storage, std::move(apartment), std::move(parent), opened.storage),
          opened_(std::move(opened)) {}

    const OpenedStorage& Opened() const { return opened_; }

  protected:
    void Release() override {
        InterfaceHandle::Release();
        opened_ = {};
    }

  private:
    OpenedStorage opened_;
};

using TableHandle = InterfaceHandle<IMAPITable>;
using StreamHandle = InterfaceHandle<IStream>;

// An IMessage or IAttach.
class PropHandle : public InterfaceHandle<IMAPIProp> {
  public:
    using InterfaceHandle::InterfaceHandle;

    // The code page of this object's PT_STRING8 values: the message's, for an attachment too, and that of the
    // outer message where an embedded one names none.
    UINT CodePage();
    // For when the properties that tell it may have changed.
    void ForgetCodePage() { codePage_.reset(); }

  private:
    // What a message says; of an attachment none.
    std::optional<UINT> codePage_;
};

class MessageHandle final : public PropHandle {
  public:
    // `storage`, if there is one, lies under this message alone and is released after it.
    MessageHandle(std::shared_ptr<Apartment> apartment, std::shared_ptr<SessionObject> parent,
                  ComPtr<IMessage> message, OpenedStorage storage)
        : PropHandle(ObjectKind::Message, std::move(apartment), std::move(parent),
                     ComPtr<IMAPIProp>(message.Get())),
          storage_(std::move(storage)) {}

    IMessage* GetMessage() const { return static_cast<IMessage*>(Get()); }
    // Empty if the message is on somebody else's.
    const OpenedStorage& OwnStorage() const { return storage_; }

  protected:
    void Release() override {
        PropHandle::Release();
        storage_ = {};
    }

  private:
    OpenedStorage storage_;
};

// The code page that a message names for its PT_STRING8 values; none if it names none.
std::optional<UINT> CodePageOfMessage(IMAPIProp& message, FREEBUFFER* freeBuffer);

// The code page for the text of `object`: that of the message which it is or belongs to, else the system's.
UINT CodePageOf(SessionObject& object);

}  // namespace mapi_msg

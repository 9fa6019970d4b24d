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
class ComObject : public SessionObject {
  public:
    ComObject(ObjectKind kind, std::shared_ptr<Apartment> apartment, std::shared_ptr<SessionObject> parent,
              ComPtr<Interface> object)
        : SessionObject(kind, std::move(apartment), std::move(parent)), object_(std::move(object)) {}

    Interface* operator->() const { return object_.Get(); }
    Interface* Get() const { return object_.Get(); }

  protected:
    void Release() override { object_.Reset(); }

  private:
    ComPtr<Interface> object_;
};

using StorageHandle = ComObject<IStorage>;
using TableHandle = ComObject<IMAPITable>;
using StreamHandle = ComObject<IStream>;

// An IMessage or IAttach.
class PropHandle : public ComObject<IMAPIProp> {
  public:
    using ComObject::ComObject;

    // The code page of this object's PT_STRING8 values: the message's, for an attachment too.
    UINT CodePage();

  private:
    std::optional<UINT> codePage_;
};

class MessageHandle final : public PropHandle {
  public:
    // `storage`, if there is one, lies under this message alone and is released after it.
    MessageHandle(std::shared_ptr<Apartment> apartment, std::shared_ptr<SessionObject> parent,
                  ComPtr<IMessage> message, ComPtr<IStorage> storage)
        : PropHandle(ObjectKind::Message, std::move(apartment), std::move(parent),
                     ComPtr<IMAPIProp>(message.Get())),
          storage_(std::move(storage)) {}

    IMessage* GetMessage() const { return static_cast<IMessage*>(Get()); }

  protected:
    void Release() override {
        PropHandle::Release();
        storage_.Reset();
    }

  private:
    ComPtr<IStorage> storage_;
};

// The code page of a message's PT_STRING8 values.
UINT CodePageOfMessage(IMAPIProp& message, FREEBUFFER* freeBuffer);

// The code page for the text of `object`: that of the message which it is or belongs to, else the system's.
UINT CodePageOf(SessionObject& object);

}  // namespace mapi_msg

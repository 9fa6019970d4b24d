// What a JavaScript object stands for: a MAPI or OLE object, and its place in the tree of what was opened
// under what.
//
// An open object is owned by its parent (or, without one, by its apartment) and owns a reference to that
// parent; Close() breaks the circle. So nothing is destroyed unclosed, in whatever order JavaScript lets go.
#pragma once

#include <atomic>
#include <cstdint>
#include <map>
#include <memory>

namespace mapi_msg {

class Apartment;
class SessionObject;

enum class ObjectKind { Session, Storage, Message, Attachment, Table, Stream };

const char* ObjectKindName(ObjectKind kind);

// Open objects in the order of their opening. Touched on the session thread only.
class ObjectList {
  public:
    void Add(std::shared_ptr<SessionObject> object);
    void Remove(const SessionObject& object);
    bool IsEmpty() const { return objects_.empty(); }
    // Closes the newest first; storages stay open unless `storagesToo`.
    void CloseAll(bool storagesToo);

  private:
    std::map<std::uint64_t, std::shared_ptr<SessionObject>> objects_;
};

class SessionObject : public std::enable_shared_from_this<SessionObject> {
  public:
    SessionObject(const SessionObject&) = delete;
    SessionObject& operator=(const SessionObject&) = delete;
    virtual ~SessionObject() = default;

    ObjectKind Kind() const { return kind_; }
    const std::shared_ptr<Apartment>& OwnApartment() const { return apartment_; }
    const std::shared_ptr<SessionObject>& Parent() const { return parent_; }

    // Callable from any thread: the owner wants it closed. Calls made later are refused; those made before
    // still run, except when it is a session.
    // What was closed with something above it stays known as that.
    void RequestClose() {
        if (!ClosedWith()) closeRequested_ = true;
    }
    // The nearest of this object and those above it that was asked to close; null if none was.
    const SessionObject* ClosedWith() const;
    // Whether a queued call on this object must not run any more.
    bool IsCallCancelled() const;

    // Session thread only. Closes what was opened under it, newest first, then itself. Idempotent.
    void Close();
    bool IsClosed() const { return closed_; }

  protected:
    SessionObject(ObjectKind kind, std::shared_ptr<Apartment> apartment,
                  std::shared_ptr<SessionObject> parent)
        : kind_(kind), apartment_(std::move(apartment)), parent_(std::move(parent)) {}

    // Gives the MAPI or OLE object back; called once, on the session thread.
    virtual void Release() = 0;
    virtual void CloseChildren() { children_.CloseAll(true); }
    ObjectList children_;

  private:
    friend class ObjectList;
    template <typename Object, typename... Arguments>
    friend std::shared_ptr<Object> OpenObject(Arguments&&... arguments);
    void Register();

    const ObjectKind kind_;
    const std::shared_ptr<Apartment> apartment_;
    const std::shared_ptr<SessionObject> parent_;
    std::uint64_t sequence_ = 0;
    std::atomic<bool> closeRequested_ = false;
    bool closed_ = false;
};

// Makes an object and puts it into the tree. Session thread only.
template <typename Object, typename... Arguments>
std::shared_ptr<Object> OpenObject(Arguments&&... arguments) {
    auto object = std::make_shared<Object>(std::forward<Arguments>(arguments)...);
    object->Register();
    return object;
}

}  // namespace mapi_msg

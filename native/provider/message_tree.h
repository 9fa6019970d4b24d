// What a top-level message and everything opened under it have in common: one lock, the client's memory
// functions, and the list of the objects that are alive.
#pragma once

#include <memory>
#include <mutex>
#include <unordered_set>

#include "abi/windows_sync.h"
#include "provider/allocator.h"
#include "provider/name_map.h"

namespace mapi_msg {

class Session;
class TreeObject;

class MessageTree {
  public:
    // `commitsStorage`: that SaveChanges of the top-level message commits the storage.
    MessageTree(const Allocator& allocator, ComPtr<IStorage> rootStorage, DWORD access, bool commitsStorage);

    RecursiveMutex& Mutex() { return mutex_; }
    const Allocator& Memory() const { return allocator_; }
    // Closed by CloseIMsgSession or by the top-level message's last Release. To be asked under the lock.
    bool Closed() const { return closed_; }
    // The whole file's named properties; embedded messages share them. Not to be used when closed.
    NameMap& Names() { return *names_; }
    bool CommitsStorage() const { return commitsStorage_; }

    // From when on the client is told, and the session knows of the message.
    void Publish(const std::shared_ptr<MessageTree>& self, const std::shared_ptr<Session>& session,
                 TreeObject& root, IMessage* message, MSGCALLRELEASE* callRelease, ULONG callerData);

    void Add(TreeObject& object);
    // Takes the object out. The last one is the top-level message: others hold references to it.
    void Remove(TreeObject& object);

    // Closes every object. Their memory stays until the client's last Release, but they only answer
    // MAPI_E_INVALID_OBJECT. Then the client is told by its MSGCALLRELEASE, as by the last Release, once.
    void CloseAll();

    // To be called without the lock, after the last object was removed.
    void TellReleased();

  private:
    RecursiveMutex mutex_;
    Allocator allocator_;
    bool closed_ = false;
    bool commitsStorage_;
    std::unordered_set<TreeObject*> objects_;
    std::unique_ptr<NameMap> names_;
    std::weak_ptr<Session> session_;
    TreeObject* root_ = nullptr;   // the top-level message
    IMessage* message_ = nullptr;  // the same, as the client knows it
    MSGCALLRELEASE* callRelease_ = nullptr;
    ULONG callerData_ = 0;
};

}  // namespace mapi_msg

#include "provider/message_tree.h"

#include <utility>

#include "provider/session.h"
#include "provider/tree_object.h"

namespace mapi_msg {

MessageTree::MessageTree(const Allocator& allocator, ComPtr<IStorage> rootStorage, DWORD access,
                         bool commitsStorage)
    : allocator_(allocator),
      commitsStorage_(commitsStorage),
      names_(std::make_unique<NameMap>(std::move(rootStorage), access)) {}

void MessageTree::Publish(const std::shared_ptr<MessageTree>& self, const std::shared_ptr<Session>& session,
                          TreeObject& root, IMessage* message, MSGCALLRELEASE* callRelease,
                          ULONG callerData) {
    {
        const std::lock_guard lock(mutex_);
        session_ = session;
        root_ = &root;
        message_ = message;
        callRelease_ = callRelease;
        callerData_ = callerData;
    }
    if (!session) return;
    try {
        session->Add(self);
    } catch (...) {
        // Opening fails, so there is nothing to tell the client about.
        const std::lock_guard lock(mutex_);
        callRelease_ = nullptr;
        throw;
    }
}

void MessageTree::Add(TreeObject& object) { objects_.insert(&object); }

void MessageTree::Remove(TreeObject& object) {
    objects_.erase(&object);
    if (!objects_.empty()) return;
    closed_ = true;
    names_.reset();
}

void MessageTree::CloseAll() {
    TreeReference<TreeObject> keepAlive;
    {
        const std::lock_guard lock(mutex_);
        if (closed_) return;
        closed_ = true;
        // No object goes away meanwhile: the last Release waits for the lock.
        for (TreeObject* object : objects_) object->CloseContents();
        names_.reset();
        if (root_ && root_->TryAddReference()) keepAlive = TreeReference<TreeObject>::Adopt(root_);
    }
    TellReleased();
}

void MessageTree::TellReleased() {
    MSGCALLRELEASE* callRelease;
    std::shared_ptr<Session> session;
    {
        const std::lock_guard lock(mutex_);
        callRelease = std::exchange(callRelease_, nullptr);
        session = session_.lock();
    }
    if (session) session->Remove(*this);
    if (callRelease) callRelease(callerData_, message_);
}

}  // namespace mapi_msg

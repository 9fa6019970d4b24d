#include "provider/message_tree.h"

#include <utility>
#include <vector>

#include "provider/session.h"
#include "provider/tree_object.h"

namespace mapi_msg {

MessageTree::MessageTree(const Allocator& allocator, ComPtr<IStorage> rootStorage, DWORD access)
    : allocator_(allocator), names_(std::make_unique<NameMap>(std::move(rootStorage), access)) {}

void MessageTree::Publish(const std::shared_ptr<MessageTree>& self, const std::shared_ptr<Session>& session,
                          IMessage* message, MSGCALLRELEASE* callRelease, ULONG callerData) {
    {
        const std::lock_guard lock(mutex_);
        session_ = session;
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
    std::vector<TreeReference<TreeObject>> alive;
    {
        const std::lock_guard lock(mutex_);
        if (closed_) return;
        closed_ = true;
        alive.reserve(objects_.size());
        for (TreeObject* object : objects_) {
            // One whose last Release is under way on another thread closes itself.
            if (object->TryAddReference()) alive.push_back(TreeReference<TreeObject>::Adopt(object));
        }
        for (const auto& object : alive) object->CloseContents();
        names_.reset();
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

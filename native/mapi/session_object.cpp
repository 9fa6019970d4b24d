#include "mapi/session_object.h"

#include <iterator>
#include <vector>

#include "mapi/apartment.h"

namespace mapi_msg {

const char* ObjectKindName(ObjectKind kind) {
    switch (kind) {
        case ObjectKind::Session:
            return "session";
        case ObjectKind::Storage:
            return "storage";
        case ObjectKind::Message:
            return "message";
        case ObjectKind::Attachment:
            return "attachment";
        case ObjectKind::Table:
            return "table";
        case ObjectKind::Stream:
            return "stream";
    }
    return "object";
}

void ObjectList::Add(std::shared_ptr<SessionObject> object) {
    static std::atomic<std::uint64_t> lastSequence = 0;
    object->sequence_ = ++lastSequence;
    objects_.emplace(object->sequence_, std::move(object));
}

void ObjectList::Remove(const SessionObject& object) { objects_.erase(object.sequence_); }

void ObjectList::CloseAll(bool storagesToo) {
    std::vector<std::shared_ptr<SessionObject>> newestFirst;
    for (auto entry = objects_.rbegin(); entry != objects_.rend(); ++entry) {
        if (storagesToo || entry->second->Kind() != ObjectKind::Storage) newestFirst.push_back(entry->second);
    }
    for (const auto& object : newestFirst) object->Close();
}

const SessionObject* SessionObject::ClosedWith() const {
    for (const SessionObject* object = this; object; object = object->parent_.get()) {
        if (object->closeRequested_) return object;
    }
    return nullptr;
}

bool SessionObject::IsCallCancelled() const {
    if (closed_ || apartment_->IsStopping()) return true;
    for (const SessionObject* object = this; object; object = object->parent_.get()) {
        if (object->kind_ == ObjectKind::Session && object->closeRequested_) return true;
    }
    return false;
}

void SessionObject::Register() {
    (parent_ ? parent_->children_ : apartment_->Roots()).Add(shared_from_this());
}

void SessionObject::Close() {
    if (closed_) return;
    closed_ = true;
    const auto keepAlive = shared_from_this();
    CloseChildren();
    Release();
    (parent_ ? parent_->children_ : apartment_->Roots()).Remove(*this);
}

}  // namespace mapi_msg

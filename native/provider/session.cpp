#include "provider/session.h"

#include <cstdint>

#include "provider/message_tree.h"
#include "provider/result.h"

namespace mapi_msg {

namespace {

// Handles are checked against this list, so that one used after closing does no harm.
struct OpenSessions {
    Mutex mutex;
    std::uintptr_t lastHandle = 0;
    std::unordered_map<LPMSGSESS, std::shared_ptr<Session>> byHandle;
};

// Never destroyed: at the end of the process nothing is torn down.
OpenSessions& AllSessions() {
    static OpenSessions& sessions = *new OpenSessions;
    return sessions;
}

}  // namespace

LPMSGSESS Session::Open() {
    auto session = std::make_shared<Session>();
    const std::lock_guard lock(AllSessions().mutex);
    // Not the session's address, which another session may get when this one is closed.
    const auto handle = reinterpret_cast<LPMSGSESS>(++AllSessions().lastHandle);
    AllSessions().byHandle.emplace(handle, std::move(session));
    return handle;
}

std::shared_ptr<Session> Session::Find(LPMSGSESS handle) {
    const std::lock_guard lock(AllSessions().mutex);
    const auto found = AllSessions().byHandle.find(handle);
    return found == AllSessions().byHandle.end() ? nullptr : found->second;
}

void Session::Close(LPMSGSESS handle) {
    std::shared_ptr<Session> session;
    {
        const std::lock_guard lock(AllSessions().mutex);
        const auto found = AllSessions().byHandle.find(handle);
        if (found == AllSessions().byHandle.end()) return;
        session = std::move(found->second);
        AllSessions().byHandle.erase(found);
    }
    session->CloseMessages();
}

void Session::CloseMessages() {
    std::unordered_map<MessageTree*, std::shared_ptr<MessageTree>> messages;
    {
        const std::lock_guard lock(mutex_);
        closed_ = true;
        messages.swap(messages_);
    }
    for (const auto& [pointer, message] : messages) message->CloseAll();
}

void Session::Add(std::shared_ptr<MessageTree> message) {
    const std::lock_guard lock(mutex_);
    if (closed_) throw ResultError{MAPI_E_INVALID_PARAMETER};
    MessageTree* const key = message.get();
    messages_.emplace(key, std::move(message));
}

void Session::Remove(MessageTree& message) {
    const std::lock_guard lock(mutex_);
    messages_.erase(&message);
}

}  // namespace mapi_msg

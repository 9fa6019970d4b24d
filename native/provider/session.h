// LPMSGSESS: the messages that CloseIMsgSession closes.
#pragma once

#include <memory>
#include <mutex>
#include <unordered_map>

#include "abi/mapi.h"
#include "abi/windows_sync.h"
#include "provider/live_counts.h"

namespace mapi_msg {

class MessageTree;

class Session {
  public:
    // A handle that CloseIMsgSession knows.
    static LPMSGSESS Open();
    // Null if the handle is none, or was closed.
    static std::shared_ptr<Session> Find(LPMSGSESS handle);
    // Closes the messages that are still open. A handle that is not one is ignored.
    static void Close(LPMSGSESS handle);

    // Throws MAPI_E_INVALID_PARAMETER if the session was closed meanwhile.
    void Add(std::shared_ptr<MessageTree> message);
    void Remove(MessageTree& message);

  private:
    void CloseMessages();

    Mutex mutex_;
    bool closed_ = false;
    std::unordered_map<MessageTree*, std::shared_ptr<MessageTree>> messages_;
    LiveObject live_;
};

}  // namespace mapi_msg

#include "mapi/release_callbacks.h"

#include <unordered_map>

#include "abi/windows_sync.h"

namespace mapi_msg {
namespace {

class CallbackTable {
  public:
    // Leaked on purpose: MAPI may call while the process ends.
    static CallbackTable& OfThisProcess() {
        static auto& table = *new CallbackTable();
        return table;
    }

    ULONG Add(ReleaseCallback callback) {
        const std::lock_guard<Mutex> lock(mutex_);
        do {
            last_++;
        } while (last_ == 0 || callbacks_.contains(last_));
        callbacks_.emplace(last_, std::move(callback));
        return last_;
    }

    ReleaseCallback Take(ULONG number) {
        const std::lock_guard<Mutex> lock(mutex_);
        const auto found = callbacks_.find(number);
        if (found == callbacks_.end()) return nullptr;
        ReleaseCallback callback = std::move(found->second);
        callbacks_.erase(found);
        return callback;
    }

  private:
    Mutex mutex_;
    std::unordered_map<ULONG, ReleaseCallback> callbacks_;
    ULONG last_ = 0;
};

}  // namespace

ULONG RegisterReleaseCallback(ReleaseCallback callback) {
    return CallbackTable::OfThisProcess().Add(std::move(callback));
}

void ForgetReleaseCallback(ULONG number) { CallbackTable::OfThisProcess().Take(number); }

void STDAPICALLTYPE CallReleaseCallback(ULONG number, IMessage*) {
    if (const auto callback = CallbackTable::OfThisProcess().Take(number)) callback();
}

}  // namespace mapi_msg

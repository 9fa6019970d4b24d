// Threads that expect an answer or a call very soon look out for it before they go to sleep: to be woken
// takes longer than to read a small message, above all where the processor went to sleep too.
#pragma once

#include <windows.h>

#include <chrono>

namespace mapi_msg {

// For how long at the most.
constexpr std::chrono::microseconds kSoon{500};

// With one processor, a thread that looks out keeps the other one from running.
inline bool CanWatch() {
    static const bool hasMany = ::GetActiveProcessorCount(ALL_PROCESSOR_GROUPS) > 1;
    return hasMany;
}

// Whether `isThere()` becomes true before `end`.
template <typename Predicate>
bool WatchFor(const Predicate& isThere, std::chrono::steady_clock::time_point end) {
    constexpr int kLooks = 64;
    do {
        for (int i = 0; i < kLooks; i++) {
            if (isThere()) return true;
            YieldProcessor();
        }
        ::SwitchToThread();
    } while (std::chrono::steady_clock::now() < end);
    return false;
}

}  // namespace mapi_msg

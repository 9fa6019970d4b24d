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

// Between two looks.
inline void LetOthersRun() {
    constexpr int kPauses = 32;
    for (int i = 0; i < kPauses; i++) YieldProcessor();
    ::SwitchToThread();
}

}  // namespace mapi_msg

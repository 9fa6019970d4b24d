// The way from a session thread back to the JavaScript thread of one environment.
#pragma once

#include <atomic>
#include <chrono>
#include <cstddef>
#include <functional>
#include <memory>
#include <vector>

#include "abi/windows_sync.h"
#include "binding/napi_setup.h"

namespace mapi_msg {

class EventLoop {
  public:
    using Call = std::function<void(Napi::Env)>;

    explicit EventLoop(Napi::Env env);
    EventLoop(const EventLoop&) = delete;
    EventLoop& operator=(const EventLoop&) = delete;

    // JavaScript thread: an answer will come by Settle, and the process stays alive until then.
    void Expect();
    // JavaScript thread: whether there is one such answer only.
    bool ExpectsOne() const { return expected_ == 1; }
    // Any thread: brings an expected answer. It is dropped once the environment is going away. True if the
    // JavaScript thread looks out for it, and may have a next call soon.
    bool Settle(Call call) { return Push({std::move(call), true}); }
    // Any thread: tells something that nobody waits for.
    void Notify(Call call) { Push({std::move(call), false}); }

    // JavaScript thread: until EndTurn, which is to be called in the next turn of the event loop, it may look
    // out for answers, and is not woken for those that come: to wake it costs a session thread more than to
    // open a file.
    void BeginTurn();
    void EndTurn(Napi::Env env);

    // JavaScript thread: looks out for answers, and settles those that come within kSoon, until `isDone()`.
    // To go to sleep and be woken through the event loop takes longer than to read a small message. Never
    // calls JavaScript: what is told by Notify, and all after it, waits for the event loop. Does nothing
    // unless a turn has begun, nor once that has lasted for kLongestTurn: timers and events must not wait for
    // the last of many messages.
    void Watch(Napi::Env env, const std::function<bool()>& isDone);
    // The same for whichever answer comes first.
    void WatchForAny(Napi::Env env);
    // For callers that have asked several session threads for many answers: sleeps until some of them are
    // there, or kSoon is over, and settles those. Processors are worth more to the session threads than the
    // time of the first answer is.
    void AwaitSome(Napi::Env env);

    // JavaScript thread, when the environment goes away: nothing is called any more.
    void Stop();

  private:
    struct Entry {
        Call call;
        bool expected;
    };

    struct Watching;

    static void OnWoken(napi_env env, napi_value, void* context, void*);
    void Drain(Napi::Env env);
    bool Push(Entry entry);
    void WakeUp();
    bool HasTime() const;
    void SetWatching(bool isWatching);
    void StopExpecting();
    std::vector<Entry> TakeAnswers();
    void Run(Napi::Env env, std::vector<Entry> entries);

    const Napi::Env env_;
    Mutex mutex_;
    napi_threadsafe_function function_ = nullptr;
    std::vector<Entry> entries_;
    // Whether the JavaScript thread watches: it needs no waking then.
    bool isWatching_ = false;
    // Whether it will look after the entries before it sleeps.
    bool isInTurn_ = false;
    std::chrono::steady_clock::time_point turnEnd_;
    // How many entries it sleeps for.
    std::size_t awaited_ = 0;
    Condition changed_;
    std::atomic<bool> hasEntries_ = false;
    int expected_ = 0;
    std::uint64_t settledCount_ = 0;
};

}  // namespace mapi_msg

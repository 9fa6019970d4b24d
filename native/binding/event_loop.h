// The way from a session thread back to the JavaScript thread of one environment.
#pragma once

#include <functional>
#include <memory>
#include <vector>

#include "binding/napi_setup.h"
#include "mapi/windows_sync.h"

namespace mapi_msg {

class EventLoop {
  public:
    using Call = std::function<void(Napi::Env)>;

    explicit EventLoop(Napi::Env env);
    EventLoop(const EventLoop&) = delete;
    EventLoop& operator=(const EventLoop&) = delete;

    // JavaScript thread: an answer will come by Settle, and the process stays alive until then.
    void Expect();
    // JavaScript thread: what was expected came another way.
    void StopExpecting();
    // Any thread: brings an expected answer. It is dropped once the environment is going away.
    void Settle(Call call) { Push({std::move(call), true}); }
    // Any thread: tells something that nobody waits for.
    void Notify(Call call) { Push({std::move(call), false}); }

    // JavaScript thread, when the environment goes away: nothing is called any more.
    void Stop();

  private:
    struct Entry {
        Call call;
        bool expected;
    };

    static void Drain(napi_env env, napi_value, void* context, void*);
    void Push(Entry entry);
    void RunAll(Napi::Env env);

    const Napi::Env env_;
    Mutex mutex_;
    napi_threadsafe_function function_ = nullptr;
    std::vector<Entry> entries_;
    int expected_ = 0;
};

}  // namespace mapi_msg

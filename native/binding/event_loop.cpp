#include "binding/event_loop.h"

#include <utility>

namespace mapi_msg {

EventLoop::EventLoop(Napi::Env env) : env_(env) {
    const Napi::String name = Napi::String::New(env, "mapi-msg");
    if (napi_create_threadsafe_function(env, nullptr, nullptr, name, 0, 1, nullptr, nullptr, this, Drain,
                                        &function_) != napi_ok ||
        napi_unref_threadsafe_function(env, function_) != napi_ok) {
        throw Napi::Error::New(env);
    }
}

void EventLoop::Expect() {
    if (expected_++ == 0 && function_) napi_ref_threadsafe_function(env_, function_);
}

void EventLoop::StopExpecting() {
    if (--expected_ == 0 && function_) napi_unref_threadsafe_function(env_, function_);
}

void EventLoop::Push(Entry entry) {
    const std::lock_guard<Mutex> lock(mutex_);
    if (!function_) return;
    entries_.push_back(std::move(entry));
    // The first entry schedules a drain that takes all that have come by then.
    if (entries_.size() == 1) napi_call_threadsafe_function(function_, nullptr, napi_tsfn_nonblocking);
}

void EventLoop::Stop() {
    napi_threadsafe_function function = nullptr;
    std::vector<Entry> dropped;
    {
        const std::lock_guard<Mutex> lock(mutex_);
        function = std::exchange(function_, nullptr);
        dropped.swap(entries_);
    }
    if (function) napi_release_threadsafe_function(function, napi_tsfn_abort);
}

void EventLoop::Drain(napi_env env, napi_value, void* context, void*) {
    if (env) static_cast<EventLoop*>(context)->RunAll(Napi::Env(env));
}

void EventLoop::RunAll(Napi::Env env) {
    std::vector<Entry> entries;
    {
        const std::lock_guard<Mutex> lock(mutex_);
        entries.swap(entries_);
    }
    for (auto& entry : entries) {
        const Napi::HandleScope scope(env);
        if (entry.expected) StopExpecting();
        try {
            entry.call(env);
        } catch (const Napi::Error&) {
            // The environment is being terminated and takes no more calls: there is nobody to tell.
        }
    }
}

}  // namespace mapi_msg

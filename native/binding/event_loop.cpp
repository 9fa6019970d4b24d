#include "binding/event_loop.h"

#include <algorithm>
#include <chrono>
#include <iterator>
#include <utility>

#include "mapi/watching.h"

namespace mapi_msg {
namespace {

// Few enough for the session threads to have more to do meanwhile.
constexpr int kSome = 8;

// There may be two in one iteration of the event loop, and a frame of 60 in a second lasts 16 ms.
constexpr std::chrono::milliseconds kLongestTurn{5};

}  // namespace

// While one exists, the JavaScript thread needs no waking.
struct EventLoop::Watching {
    explicit Watching(EventLoop& own) : loop(own) { loop.SetWatching(true); }
    ~Watching() { loop.SetWatching(false); }
    Watching(const Watching&) = delete;
    Watching& operator=(const Watching&) = delete;
    EventLoop& loop;
};

EventLoop::EventLoop(Napi::Env env) : env_(env) {
    const Napi::String name = Napi::String::New(env, "mapi-msg");
    if (napi_create_threadsafe_function(env, nullptr, nullptr, name, 0, 1, nullptr, nullptr, this, OnWoken,
                                        &function_) != napi_ok ||
        napi_unref_threadsafe_function(env, function_) != napi_ok) {
        throw Napi::Error::New(env);
    }
}

void EventLoop::Expect() {
    if (expected_++ == 0 && function_) napi_ref_threadsafe_function(env_, function_);
}

void EventLoop::StopExpecting() {
    ++settledCount_;
    if (--expected_ == 0 && function_) napi_unref_threadsafe_function(env_, function_);
}

bool EventLoop::Push(Entry entry) {
    const std::lock_guard<Mutex> lock(mutex_);
    if (!function_) return false;
    entries_.push_back(std::move(entry));
    hasEntries_ = true;
    if (entries_.size() == awaited_) changed_.NotifyAll();
    // The first entry schedules a drain that takes all that have come by then.
    if (!isWatching_ && !isInTurn_ && entries_.size() == 1) WakeUp();
    return isWatching_;
}

void EventLoop::WakeUp() {
    if (function_) napi_call_threadsafe_function(function_, nullptr, napi_tsfn_nonblocking);
}

void EventLoop::SetWatching(bool isWatching) {
    const std::lock_guard<Mutex> lock(mutex_);
    isWatching_ = isWatching;
}

void EventLoop::BeginTurn() {
    const std::lock_guard<Mutex> lock(mutex_);
    isInTurn_ = true;
    turnEnd_ = std::chrono::steady_clock::now() + kLongestTurn;
}

void EventLoop::EndTurn(Napi::Env env) {
    {
        const std::lock_guard<Mutex> lock(mutex_);
        isInTurn_ = false;
    }
    Drain(env);
}

bool EventLoop::HasTime() const { return isInTurn_ && std::chrono::steady_clock::now() < turnEnd_; }

void EventLoop::Watch(Napi::Env env, const std::function<bool()>& isDone) {
    if (!HasTime()) return;
    const Watching watching(*this);
    const auto end = std::chrono::steady_clock::now() + kSoon;
    while (!isDone() && WatchFor([this] { return hasEntries_.load(); }, end)) {
        std::vector<Entry> answers = TakeAnswers();
        if (answers.empty()) break;
        Run(env, std::move(answers));
    }
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

void EventLoop::OnWoken(napi_env env, napi_value, void* context, void*) {
    if (env) static_cast<EventLoop*>(context)->Drain(Napi::Env(env));
}

void EventLoop::Drain(Napi::Env env) {
    std::vector<Entry> entries;
    {
        const std::lock_guard<Mutex> lock(mutex_);
        entries.swap(entries_);
        hasEntries_ = false;
    }
    Run(env, std::move(entries));
}

void EventLoop::WatchForAny(Napi::Env env) {
    if (!CanWatch() || expected_ == 0) return;
    Watch(env, [this, before = settledCount_] { return settledCount_ != before; });
}

void EventLoop::AwaitSome(Napi::Env env) {
    if (!CanWatch() || expected_ == 0 || !HasTime()) return;
    const Watching watching(*this);
    {
        std::unique_lock<Mutex> lock(mutex_);
        awaited_ = static_cast<std::size_t>(std::clamp(expected_ / 2, 1, kSome));
        changed_.WaitUntil(lock, std::chrono::steady_clock::now() + kSoon,
                           [this] { return entries_.size() >= awaited_; });
        awaited_ = 0;
    }
    Run(env, TakeAnswers());
}

// Those before the first that calls JavaScript.
std::vector<EventLoop::Entry> EventLoop::TakeAnswers() {
    const std::lock_guard<Mutex> lock(mutex_);
    const auto end = std::ranges::find(entries_, false, &Entry::expected);
    std::vector<Entry> answers(std::make_move_iterator(entries_.begin()), std::make_move_iterator(end));
    entries_.erase(entries_.begin(), end);
    hasEntries_ = !entries_.empty();
    return answers;
}

void EventLoop::Run(Napi::Env env, std::vector<Entry> entries) {
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

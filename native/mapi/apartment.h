// The thread that owns a session: the only one that touches its MAPI and storage objects.
//
// It enters COM's multithreaded apartment, loads the provider, initializes MAPI, runs what is posted to it in
// order, and ends when nothing is open in it any more.
#pragma once

#include <atomic>
#include <chrono>
#include <deque>
#include <functional>
#include <memory>
#include <utility>

#include "abi/windows_sync.h"
#include "mapi/provider.h"
#include "mapi/session_object.h"

namespace mapi_msg {

class Apartment : public std::enable_shared_from_this<Apartment> {
  public:
    // What is posted; must not throw.
    using Call = std::function<void()>;

    // Starts the thread. `first` runs first, and the apartment lives on only if it leaves something open.
    static std::shared_ptr<Apartment> Start(std::function<void(const std::shared_ptr<Apartment>&)> first);

    Apartment(const Apartment&) = delete;
    Apartment& operator=(const Apartment&) = delete;

    // False if the thread has ended: then the call is not run.
    bool Post(Call call) { return Post(std::move(call), Place::Last); }
    // The same, before all others: for what uses nothing that MAPI made.
    bool PostFirst(Call call) { return Post(std::move(call), Place::First); }
    // Whether a call would run at once, on another processor.
    bool IsIdle() const { return isIdle_; }
    // Posts and waits. False as above.
    bool RunAndWait(Call call);

    // Cancels what is queued, closes everything and ends the thread.
    void RequestStop();
    // False if the thread did not end in time: then it is left to itself.
    bool AwaitEnd(std::chrono::steady_clock::time_point deadline);
    bool IsStopping() const { return stopping_; }

    // Session thread only.
    void EnterMapi(const ProviderChoice& choice);
    const Provider& OwnProvider() const { return *provider_; }
    // After this call there will be another very soon.
    void ExpectCallSoon() { expectsCall_ = true; }
    ObjectList& Roots() { return roots_; }

  private:
    enum class Place { First, Last };

    Apartment() = default;
    bool Post(Call call, Place place);
    void Enter(std::shared_ptr<const Provider> provider);
    static unsigned __stdcall ThreadMain(void* apartment);
    void Run();
    void RunCalls();
    void WatchForCall();

    Mutex mutex_;
    Condition changed_;
    std::deque<Call> calls_;
    // Whether the thread sleeps until there is a call: to wake it otherwise costs, and does nothing.
    bool isWaiting_ = false;
    std::atomic<bool> isIdle_ = false;
    std::atomic<bool> hasCall_ = false;
    bool expectsCall_ = false;
    bool accepting_ = true;
    bool ended_ = false;
    std::atomic<bool> stopping_ = false;
    std::shared_ptr<const Provider> provider_;
    bool mapiInitialized_ = false;
    ObjectList roots_;
};

}  // namespace mapi_msg

#include "binding/environment.h"

#include <algorithm>
#include <chrono>

namespace mapi_msg {
namespace {

// How long the end of an environment waits for its session threads. A call into MAPI that hangs (a file share
// that is gone) must not keep a worker or the process from ending.
constexpr std::chrono::seconds kLongestWait{5};

// Lives as long as MAPI may still call, and then has the listener forgotten on the event loop.
class ReleaseListener {
  public:
    ReleaseListener(std::shared_ptr<EventLoop> loop, EventLoop::Call call, EventLoop::Call forget)
        : loop_(std::move(loop)), call_(std::move(call)), forget_(std::move(forget)) {}
    ReleaseListener(const ReleaseListener&) = delete;
    ReleaseListener& operator=(const ReleaseListener&) = delete;
    ~ReleaseListener() { loop_->Notify(forget_); }

    void Call() const { loop_->Notify(call_); }

  private:
    const std::shared_ptr<EventLoop> loop_;
    const EventLoop::Call call_;
    const EventLoop::Call forget_;
};

}  // namespace

void Environment::Attach(Napi::Env env) {
    auto* environment = new Environment(env);
    env.SetInstanceData(environment);
    env.AddCleanupHook([](Environment* ending) { ending->Stop(); }, environment);
}

void Environment::Track(const std::shared_ptr<Apartment>& apartment) {
    std::erase_if(apartments_, [](const auto& known) { return known.expired(); });
    apartments_.push_back(apartment);
}

void Environment::Stop() {
    const auto deadline = std::chrono::steady_clock::now() + kLongestWait;
    for (const auto& known : apartments_) {
        if (const auto apartment = known.lock()) apartment->RequestStop();
    }
    for (const auto& known : apartments_) {
        if (const auto apartment = known.lock()) apartment->AwaitEnd(deadline);
    }
    loop_->Stop();
    listeners_.clear();
}

ReleaseCallback Environment::ListenForRelease(const Napi::Function& listener) {
    const std::uint64_t number = ++lastListener_;
    listeners_.emplace(number, Napi::Persistent(listener));
    const auto released = std::make_shared<const ReleaseListener>(
        loop_, [number](Napi::Env env) { Of(env).CallListener(number); },
        [number](Napi::Env env) { Of(env).listeners_.erase(number); });
    return [released] { released->Call(); };
}

void Environment::CallListener(std::uint64_t number) {
    const auto found = listeners_.find(number);
    if (found == listeners_.end()) return;
    try {
        found->second.Call({});
    } catch (const Napi::Error& error) {
        // lib/ passes functions that do not throw; one that does all the same is reported as Node reports
        // others.
        napi_fatal_exception(error.Env(), error.Value());
    }
}

}  // namespace mapi_msg

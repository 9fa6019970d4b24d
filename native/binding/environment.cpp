#include "binding/environment.h"

#include <algorithm>
#include <chrono>

namespace mapi_msg {
namespace {

// How long the end of an environment waits for its session threads. A call into MAPI that hangs (a file share
// that is gone) must not keep a worker or the process from ending.
constexpr std::chrono::seconds kLongestWait{5};

// Runs `work` on the event loop when the last owner is gone.
class AtEnd {
  public:
    AtEnd(std::shared_ptr<EventLoop> loop, EventLoop::Call work)
        : loop_(std::move(loop)), work_(std::move(work)) {}
    AtEnd(const AtEnd&) = delete;
    AtEnd& operator=(const AtEnd&) = delete;
    ~AtEnd() { loop_->Notify(work_); }

  private:
    const std::shared_ptr<EventLoop> loop_;
    const EventLoop::Call work_;
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

Environment::Listener Environment::Listen(const Napi::Function& listener) {
    const std::uint64_t number = ++lastListener_;
    listeners_.emplace(number, Napi::Persistent(listener));
    const auto forgetting =
        std::make_shared<const AtEnd>(loop_, [number](Napi::Env env) { Of(env).listeners_.erase(number); });
    return [number, forgetting, loop = loop_](MakeArguments makeArguments) {
        loop->Notify([number, makeArguments = std::move(makeArguments)](Napi::Env env) {
            Of(env).CallListener(number, makeArguments);
        });
    };
}

void Environment::CallListener(std::uint64_t number, const MakeArguments& makeArguments) {
    const auto found = listeners_.find(number);
    if (found == listeners_.end()) return;
    try {
        found->second.Call(makeArguments(found->second.Env()));
    } catch (const Napi::Error& error) {
        // lib/ passes functions that do not throw; one that does all the same is reported as Node reports
        // others.
        napi_fatal_exception(error.Env(), error.Value());
    }
}

}  // namespace mapi_msg

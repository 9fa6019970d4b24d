// What this addon keeps for one JavaScript environment (the main thread, a worker, an Electron context).
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <unordered_map>
#include <vector>

#include "binding/event_loop.h"
#include "binding/napi_setup.h"
#include "mapi/apartment.h"

namespace mapi_msg {

class Environment {
  public:
    // Makes it and hooks it to the environment's end, when its sessions are closed and their threads awaited.
    static void Attach(Napi::Env env);
    static Environment& Of(Napi::Env env) { return *env.GetInstanceData<Environment>(); }

    const std::shared_ptr<EventLoop>& Loop() const { return loop_; }
    void Track(const std::shared_ptr<Apartment>& apartment);

    // Makes the arguments of one call, on the event loop.
    using MakeArguments = std::function<std::vector<napi_value>(Napi::Env)>;
    // Has `listener` called on the event loop, from any thread, until the last copy of what it returns is
    // gone.
    using Listener = std::function<void(MakeArguments)>;
    Listener Listen(const Napi::Function& listener);

  private:
    explicit Environment(Napi::Env env) : loop_(std::make_shared<EventLoop>(env)) {}
    void Stop();
    void CallListener(std::uint64_t number, const MakeArguments& makeArguments);

    const std::shared_ptr<EventLoop> loop_;
    std::vector<std::weak_ptr<Apartment>> apartments_;
    std::unordered_map<std::uint64_t, Napi::FunctionReference> listeners_;
    std::uint64_t lastListener_ = 0;
};

}  // namespace mapi_msg

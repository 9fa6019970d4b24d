// What this addon keeps for one JavaScript environment (the main thread, a worker, an Electron context).
#pragma once

#include <cstdint>
#include <memory>
#include <unordered_map>
#include <vector>

#include "binding/event_loop.h"
#include "binding/napi_setup.h"
#include "mapi/apartment.h"
#include "mapi/release_callbacks.h"

namespace mapi_msg {

class Environment {
  public:
    // Makes it and hooks it to the environment's end, when its sessions are closed and their threads awaited.
    static void Attach(Napi::Env env);
    static Environment& Of(Napi::Env env) { return *env.GetInstanceData<Environment>(); }

    const std::shared_ptr<EventLoop>& Loop() const { return loop_; }
    void Track(const std::shared_ptr<Apartment>& apartment);

    // A callback for MAPI that calls `listener` on the event loop.
    ReleaseCallback ListenForRelease(const Napi::Function& listener);

  private:
    explicit Environment(Napi::Env env) : loop_(std::make_shared<EventLoop>(env)) {}
    void Stop();
    void CallListener(std::uint64_t number);

    const std::shared_ptr<EventLoop> loop_;
    std::vector<std::weak_ptr<Apartment>> apartments_;
    std::unordered_map<std::uint64_t, Napi::FunctionReference> listeners_;
    std::uint64_t lastListener_ = 0;
};

}  // namespace mapi_msg

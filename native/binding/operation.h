// A call from JavaScript that runs on a session thread and answers with a promise.
#pragma once

#include <memory>
#include <new>
#include <type_traits>
#include <utility>
#include <variant>

#include "binding/buffers.h"
#include "binding/environment.h"
#include "binding/failures.h"
#include "binding/handle.h"
#include "mapi/objects.h"

namespace mapi_msg {

struct Nothing {};

// What comes of a call: a result, or why there is none.
template <typename Result>
using Outcome = std::variant<Result, MapiFailure, ClosedFailure>;

// Runs `work` so that no exception leaves the session thread.
template <typename Work>
auto RunGuarded(Work& work) noexcept {
    using Result = decltype(work());
    Outcome<Result> outcome = MapiFailure{MAPI_E_CALL_FAILED, "mapi-msg"};
    try {
        outcome = work();
    } catch (const MapiFailure& failure) {
        outcome = failure;
    } catch (const ClosedFailure& failure) {
        outcome = failure;
    } catch (const std::bad_alloc&) {
        outcome = MapiFailure{MAPI_E_NOT_ENOUGH_MEMORY, "mapi-msg"};
    } catch (...) {
        // The outcome says so already.
    }
    return outcome;
}

// The promise of one operation, and the way its outcome gets there.
template <typename Result, typename Convert>
class PendingOperation {
  public:
    static constexpr bool kMakesBuffers = std::is_invocable_v<const Convert&, Buffers&, const Result&>;

    // `thread` fills the buffers: only for those that make some.
    PendingOperation(Napi::Env env, Convert convert, std::shared_ptr<Apartment> thread = nullptr)
        : loop_(Environment::Of(env).Loop()),
          thread_(std::move(thread)),
          deferred_(env),
          convert_(std::move(convert)) {
        loop_->Expect();
    }

    Napi::Promise Promise() const { return deferred_.Promise(); }

    // JavaScript thread.
    bool IsSettled() const { return isSettled_; }

    // Any thread. True if the JavaScript thread looks out for the outcome, and may have a next call soon.
    static bool Finish(std::shared_ptr<PendingOperation> operation, Outcome<Result> outcome) {
        const auto loop = operation->loop_;
        auto shared = std::make_shared<Outcome<Result>>(std::move(outcome));
        return loop->Settle([operation = std::move(operation), shared = std::move(shared)](Napi::Env env) {
            Settle(operation, env, shared);
        });
    }

  private:
    using Operation = std::shared_ptr<PendingOperation>;

    static void Settle(const Operation& operation, Napi::Env env,
                       const std::shared_ptr<Outcome<Result>>& outcome) {
        try {
            if (const auto* result = std::get_if<Result>(outcome.get())) {
                if constexpr (kMakesBuffers) {
                    ResolveWithBuffers(operation, env, outcome);
                } else {
                    operation->Resolve(operation->convert_(env, *result));
                }
            } else if (const auto* failure = std::get_if<MapiFailure>(outcome.get())) {
                operation->Reject(ToValue(env, *failure));
            } else {
                operation->Reject(ToValue(env, std::get<ClosedFailure>(*outcome)));
            }
        } catch (const Napi::Error& error) {
            operation->Reject(error.Value());
        }
    }

    static void ResolveWithBuffers(const Operation& operation, Napi::Env env,
                                   const std::shared_ptr<Outcome<Result>>& outcome) {
        auto buffers = std::make_shared<Buffers>(env);
        const Napi::Value value = operation->convert_(*buffers, std::get<Result>(*outcome));
        if (buffers->AreFilled()) return operation->Resolve(value);
        buffers->Keep(value.As<Napi::Object>());
        operation->loop_->Expect();
        const auto fill = [operation, outcome, buffers = std::move(buffers)] {
            buffers->Fill(*operation->thread_);
            operation->loop_->Settle(
                [operation, buffers](Napi::Env) { operation->Resolve(buffers->Take()); });
        };
        // First, so that what waits for it takes up its memory for a short time. A thread whose last object
        // was closed meanwhile has ended.
        if (!operation->thread_->PostFirst(fill)) fill();
    }

    void Resolve(Napi::Value value) {
        isSettled_ = true;
        deferred_.Resolve(value);
    }

    void Reject(Napi::Value reason) {
        isSettled_ = true;
        deferred_.Reject(reason);
    }

    const std::shared_ptr<EventLoop> loop_;
    const std::shared_ptr<Apartment> thread_;
    const Napi::Promise::Deferred deferred_;
    const Convert convert_;
    bool isSettled_ = false;
};

inline ClosedFailure ClosedFailureOf(const SessionObject& object) {
    const SessionObject* with = object.ClosedWith();
    return {ObjectKindName(object.Kind()), with ? ObjectKindName(with->Kind()) : "environment"};
}

// For an object that a call uses beside the one that it is queued for. Session thread only.
inline void CheckOpen(const SessionObject& object) {
    if (object.IsClosed()) throw ClosedFailureOf(object);
}

// How the caller of an operation waits for it.
enum class Waiting { ByEventLoop, WatchIfIdle };

// Queues `work()` on the session thread of `target`, unless that is closed by then; `convert(env, result)`,
// or `convert(buffers, result)`, makes the promise's value of what it returns.
template <typename Work, typename Convert>
Napi::Value Enqueue(Napi::Env env, const std::shared_ptr<SessionObject>& target, Work work, Convert convert,
                    Waiting waiting = Waiting::ByEventLoop) {
    using Result = std::invoke_result_t<Work&>;
    using Pending = PendingOperation<Result, Convert>;
    const auto apartment = target->OwnApartment();
    auto pending = std::make_shared<Pending>(env, std::move(convert), apartment);
    const auto closed = [target] { return ClosedFailureOf(*target); };
    // Where more is under way, the caller does not wait for this one alone.
    const auto loop = Environment::Of(env).Loop();
    const bool watches = waiting == Waiting::WatchIfIdle && loop->ExpectsOne() && apartment->IsIdle();
    const bool posted = apartment->Post([pending, target, closed, work = std::move(work)]() mutable {
        auto unlessClosed = [&] {
            if (target->IsCallCancelled()) throw closed();
            return work();
        };
        const auto own = target->OwnApartment();
        if (Pending::Finish(std::move(pending), RunGuarded(unlessClosed))) own->ExpectCallSoon();
    });
    if (!posted) Pending::Finish(pending, closed());
    if (watches) loop->Watch(env, [&] { return pending->IsSettled(); });
    return pending->Promise();
}

// Starts a session thread whose first work is `work(apartment)`.
template <typename Work, typename Convert>
Napi::Value EnqueueInNewApartment(Napi::Env env, Work work, Convert convert) {
    using Result = std::invoke_result_t<Work&, const std::shared_ptr<Apartment>&>;
    using Pending = PendingOperation<Result, Convert>;
    static_assert(!Pending::kMakesBuffers, "there is no thread yet to fill them");
    auto pending = std::make_shared<Pending>(env, std::move(convert));
    const auto promise = pending->Promise();
    try {
        Environment::Of(env).Track(Apartment::Start(
            [pending, work = std::move(work)](const std::shared_ptr<Apartment>& own) mutable {
                auto inApartment = [&] { return work(own); };
                Pending::Finish(std::move(pending), RunGuarded(inApartment));
            }));
    } catch (const MapiFailure& failure) {
        Pending::Finish(pending, failure);
    }
    return promise;
}

inline Napi::Value ToUndefined(Napi::Env env, Nothing) { return env.Undefined(); }

// For operations that open something.
struct ToHandle {
    template <typename Object>
    Napi::Value operator()(Napi::Env env, std::shared_ptr<Object> object) const {
        return MakeHandle(env, std::move(object));
    }
};

}  // namespace mapi_msg

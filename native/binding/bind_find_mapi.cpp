#include "binding/bindings.h"
#include "binding/values.h"
#include "mapi/failure.h"
#include "mapi/find_mapi.h"
#include "mapi/provider.h"

namespace mapi_msg {
namespace {

// Files and the registry are read on a thread of Node's pool: network drives may be slow.
class FindMapiWorker final : public Napi::AsyncWorker {
  public:
    explicit FindMapiWorker(Napi::Env env) : AsyncWorker(env), deferred_(env) {}

    Napi::Promise Promise() const { return deferred_.Promise(); }

  protected:
    void Execute() override { candidates_ = FindMapi(); }

    void OnOK() override {
        const Napi::Env env = Env();
        Napi::Array list = Napi::Array::New(env, candidates_.size());
        for (std::size_t i = 0; i < candidates_.size(); i++) {
            const MapiCandidate& candidate = candidates_[i];
            Napi::Object entry = Napi::Object::New(env);
            entry["path"] = ToValue(env, candidate.path);
            entry["source"] = ToValue(env, candidate.source);
            entry["architecture"] = ToValue(env, candidate.architecture);
            entry["version"] = ToValue(env, candidate.version);
            entry["refused"] = ToValue(env, candidate.refused);
            list.Set(static_cast<std::uint32_t>(i), entry);
        }
        deferred_.Resolve(list);
    }

    void OnError(const Napi::Error& error) override { deferred_.Reject(error.Value()); }

  private:
    const Napi::Promise::Deferred deferred_;
    std::vector<MapiCandidate> candidates_;
};

Napi::Value FindMapiOfMachine(const Napi::CallbackInfo& info) {
    // Napi::AsyncWorker deletes itself when it is done.
    auto* worker = new FindMapiWorker(info.Env());
    const auto promise = worker->Promise();
    worker->Queue();
    return promise;
}

Napi::Value GetEmbeddedProviderPath(const Napi::CallbackInfo& info) {
    try {
        return ToValue(info.Env(), EmbeddedProviderPath());
    } catch (const MapiFailure& failure) {
        throw Napi::Error::New(info.Env(), failure.method + " failed.");
    }
}

}  // namespace

void BindFindMapi(Napi::Object exports) {
    BindFunction<FindMapiOfMachine>(exports, "findMapi");
    BindFunction<GetEmbeddedProviderPath>(exports, "embeddedProviderPath");
}

}  // namespace mapi_msg

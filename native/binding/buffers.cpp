#include "binding/buffers.h"

#include <algorithm>
#include <cstring>

namespace mapi_msg {
namespace {

// What is copied at once takes a few milliseconds, and is there sooner than by another thread.
constexpr std::size_t kAtOnce = 4 * 1024 * 1024;
constexpr std::size_t kStep = 1024 * 1024;

}  // namespace

Napi::Value Buffers::Make(const Bytes& bytes) {
    if (bytes.size() <= kAtOnce - copied_) {
        copied_ += bytes.size();
        return Napi::Buffer<std::uint8_t>::Copy(env_, bytes.data(), bytes.size());
    }
    const auto buffer = Napi::Buffer<std::uint8_t>::New(env_, bytes.size());
    copies_.push_back({buffer.Data(), &bytes});
    return buffer;
}

void Buffers::Keep(Napi::Object value) {
    kept_ = Napi::Persistent(value);
    // What is dropped when the environment ends is dropped on any thread; the environment frees its
    // references.
    kept_.SuppressDestruct();
}

Napi::Value Buffers::Take() {
    const Napi::Value value = kept_.Value();
    kept_.Reset();
    return value;
}

void Buffers::Fill(const Apartment& thread) const {
    for (const auto& [target, source] : copies_) {
        for (std::size_t at = 0; at < source->size() && !thread.IsStopping(); at += kStep) {
            std::memcpy(target + at, source->data() + at, std::min(kStep, source->size() - at));
        }
    }
}

}  // namespace mapi_msg

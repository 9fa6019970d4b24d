// The owner of one reference to a COM object.
#pragma once

#include <unknwn.h>

#include <utility>

namespace mapi_msg {

template <typename Interface>
class ComPtr {
  public:
    ComPtr() = default;
    // Takes a reference of its own.
    explicit ComPtr(Interface* object) : object_(object) {
        if (object_) object_->AddRef();
    }
    ComPtr(const ComPtr& other) : ComPtr(other.object_) {}
    ComPtr(ComPtr&& other) noexcept : object_(std::exchange(other.object_, nullptr)) {}
    ComPtr& operator=(ComPtr other) noexcept {
        std::swap(object_, other.object_);
        return *this;
    }
    ~ComPtr() { Reset(); }

    // Takes over a reference that somebody else counted.
    static ComPtr Adopt(Interface* object) {
        ComPtr owner;
        owner.object_ = object;
        return owner;
    }

    void Reset() {
        if (Interface* object = std::exchange(object_, nullptr)) object->Release();
    }
    // Gives the reference away: the caller counts it from now on.
    [[nodiscard]] Interface* Detach() { return std::exchange(object_, nullptr); }
    // Where a function puts a pointer that it hands out with a reference.
    [[nodiscard]] Interface** Put() {
        Reset();
        return &object_;
    }

    Interface* Get() const { return object_; }
    Interface* operator->() const { return object_; }
    Interface& operator*() const { return *object_; }
    explicit operator bool() const { return object_ != nullptr; }

  private:
    Interface* object_ = nullptr;
};

}  // namespace mapi_msg

// What the objects of the faulty provider have in common.
#pragma once

#include <atomic>
#include <vector>

#include "faulty_provider/faults.h"

namespace faulty {

template <typename Interface>
class Object : public Interface {
  public:
    Object(const Object&) = delete;
    Object& operator=(const Object&) = delete;

    HRESULT STDMETHODCALLTYPE QueryInterface(REFIID iid, void** object) override {
        *object = nullptr;
        const Fault fault("IUnknown::QueryInterface");
        if (fault.Fails()) return fault.Result();
        if (fault.Is("null")) return S_OK;
        for (const GUID& own : interfaces_) {
            if (own != iid) continue;
            *object = static_cast<Interface*>(this);
            AddRef();
            return fault.Result();
        }
        return MAPI_E_INTERFACE_NOT_SUPPORTED;
    }
    ULONG STDMETHODCALLTYPE AddRef() override { return ++references_; }
    ULONG STDMETHODCALLTYPE Release() override {
        const ULONG left = --references_;
        if (left == 0) delete this;
        return left;
    }

  protected:
    explicit Object(std::vector<GUID> interfaces) : interfaces_(std::move(interfaces)) {}
    virtual ~Object() = default;

  private:
    const Counted counted_;
    const std::vector<GUID> interfaces_;
    std::atomic<ULONG> references_ = 1;
};

// A method that does nothing but to go wrong, where it is told to.
inline HRESULT DoNothing(const char* method) { return Fault(method).Result(); }

// A method that hands out an object: `make()` makes it.
template <typename Interface, typename Make>
HRESULT HandOut(const char* method, Interface** target, const Make& make) {
    *target = nullptr;
    const Fault fault(method);
    if (fault.Fails()) return fault.Result();
    if (!fault.Is("null")) *target = make();
    return fault.Result();
}

}  // namespace faulty

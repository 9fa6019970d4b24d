// What all COM objects here have in common.
#pragma once

#include <objidl.h>
#include <windows.h>

#include <atomic>

namespace mapi_msg {

// Counts its references, from one on, and answers to `Interface` and `Bases`, from which that derives.
template <typename Interface, typename... Bases>
class ComObject : public Interface {
  public:
    ComObject() = default;
    ComObject(const ComObject&) = delete;
    ComObject& operator=(const ComObject&) = delete;

    HRESULT STDMETHODCALLTYPE QueryInterface(REFIID iid, void** object) override {
        if (!object) return E_POINTER;
        *object = nullptr;
        if (!Answers(iid)) return E_NOINTERFACE;
        *object = static_cast<Interface*>(this);
        AddRef();
        return S_OK;
    }
    ULONG STDMETHODCALLTYPE AddRef() override { return ++references_; }
    ULONG STDMETHODCALLTYPE Release() override {
        const ULONG left = --references_;
        if (left == 0) delete this;
        return left;
    }

  protected:
    virtual ~ComObject() = default;
    virtual bool Answers(REFIID iid) const {
        return iid == __uuidof(IUnknown) || iid == __uuidof(Interface) || (... || (iid == __uuidof(Bases)));
    }

  private:
    std::atomic<ULONG> references_ = 1;
};

}  // namespace mapi_msg

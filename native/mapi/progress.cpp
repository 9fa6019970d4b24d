#include "mapi/progress.h"

#include <atomic>
#include <utility>

namespace mapi_msg {
namespace {

// What MAPI gives the outermost object of a copy.
// https://learn.microsoft.com/office/client-developer/outlook/mapi/imapiprogress-getflags
constexpr ULONG kTopLevel = 0x00000001;
// The limits that MAPI's own progress object begins with.
// https://learn.microsoft.com/office/client-developer/outlook/mapi/imapiprogress-getmax
constexpr ULONG kMaximum = 1000;

class ProgressObject final : public IMAPIProgress {
  public:
    explicit ProgressObject(ProgressCallback callback) : callback_(std::move(callback)) {}
    ProgressObject(const ProgressObject&) = delete;
    ProgressObject& operator=(const ProgressObject&) = delete;

    HRESULT STDMETHODCALLTYPE QueryInterface(REFIID iid, void** object) override {
        if (!object) return MAPI_E_INVALID_PARAMETER;
        *object = nullptr;
        if (iid != IID_IUnknown && iid != IID_IMAPIProgress) return MAPI_E_INTERFACE_NOT_SUPPORTED;
        *object = static_cast<IMAPIProgress*>(this);
        AddRef();
        return S_OK;
    }
    ULONG STDMETHODCALLTYPE AddRef() override { return ++references_; }
    ULONG STDMETHODCALLTYPE Release() override {
        const ULONG left = --references_;
        if (left == 0) delete this;
        return left;
    }

    HRESULT STDMETHODCALLTYPE Progress(ULONG value, ULONG count, ULONG total) override {
        try {
            callback_({value, minimum_, maximum_, count, total});
        } catch (...) {
            return MAPI_E_NOT_ENOUGH_MEMORY;
        }
        return S_OK;
    }
    HRESULT STDMETHODCALLTYPE GetFlags(ULONG* flags) override { return Give(flags_, flags); }
    HRESULT STDMETHODCALLTYPE GetMax(ULONG* max) override { return Give(maximum_, max); }
    HRESULT STDMETHODCALLTYPE GetMin(ULONG* min) override { return Give(minimum_, min); }
    HRESULT STDMETHODCALLTYPE SetLimits(ULONG* min, ULONG* max, ULONG* flags) override {
        if (min) minimum_ = *min;
        if (max) maximum_ = *max;
        if (flags) flags_ = *flags;
        return S_OK;
    }

  private:
    ~ProgressObject() = default;

    static HRESULT Give(ULONG value, ULONG* target) {
        if (!target) return MAPI_E_INVALID_PARAMETER;
        *target = value;
        return S_OK;
    }

    const ProgressCallback callback_;
    std::atomic<ULONG> references_ = 1;
    std::atomic<ULONG> minimum_ = 0;
    std::atomic<ULONG> maximum_ = kMaximum;
    std::atomic<ULONG> flags_ = kTopLevel;
};

}  // namespace

ComPtr<IMAPIProgress> MakeProgress(ProgressCallback callback) {
    if (!callback) return {};
    return ComPtr<IMAPIProgress>::Adopt(new ProgressObject(std::move(callback)));
}

}  // namespace mapi_msg

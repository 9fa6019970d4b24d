// The IStream on a property's value.
#pragma once

#include <string>

#include "provider/tree_object.h"
#include "provider/value_source.h"

namespace mapi_msg {

class ValueStream : public ComTreeObject<IStream> {
  public:
    // The name is what Stat tells; property streams have none.
    ValueStream(TreeObject& owner, std::shared_ptr<ValueSource> source, std::u16string name = {});

    HRESULT STDMETHODCALLTYPE QueryInterface(REFIID iid, void** object) override;
    HRESULT STDMETHODCALLTYPE Read(void* buffer, ULONG count, ULONG* read) override;
    HRESULT STDMETHODCALLTYPE Write(const void* buffer, ULONG count, ULONG* written) override;
    HRESULT STDMETHODCALLTYPE Seek(LARGE_INTEGER move, DWORD origin, ULARGE_INTEGER* position) override;
    HRESULT STDMETHODCALLTYPE SetSize(ULARGE_INTEGER size) override;
    HRESULT STDMETHODCALLTYPE CopyTo(IStream* target, ULARGE_INTEGER count, ULARGE_INTEGER* read,
                                     ULARGE_INTEGER* written) override;
    HRESULT STDMETHODCALLTYPE Commit(DWORD flags) override;
    HRESULT STDMETHODCALLTYPE Revert() override;
    HRESULT STDMETHODCALLTYPE LockRegion(ULARGE_INTEGER offset, ULARGE_INTEGER count, DWORD type) override;
    HRESULT STDMETHODCALLTYPE UnlockRegion(ULARGE_INTEGER offset, ULARGE_INTEGER count, DWORD type) override;
    HRESULT STDMETHODCALLTYPE Stat(STATSTG* status, DWORD flags) override;
    HRESULT STDMETHODCALLTYPE Clone(IStream** clone) override;

    void CloseContents() noexcept override { source_.reset(); }

  protected:
    TreeReference<TreeObject> owner_;
    std::shared_ptr<ValueSource> source_;
    std::u16string name_;
    std::uint64_t position_ = 0;
};

}  // namespace mapi_msg

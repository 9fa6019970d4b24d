// The IEnumSTATSTG of a StorageView.
#pragma once

#include "abi/com_ptr.h"
#include "provider/tree_object.h"

namespace mapi_msg {

class StorageEnumerator final : public ComTreeObject<IEnumSTATSTG> {
  public:
    StorageEnumerator(TreeObject& owner, ComPtr<IEnumSTATSTG> elements);

    HRESULT STDMETHODCALLTYPE QueryInterface(REFIID iid, void** object) override;
    HRESULT STDMETHODCALLTYPE Next(ULONG count, STATSTG* elements, ULONG* fetched) override;
    HRESULT STDMETHODCALLTYPE Skip(ULONG count) override;
    HRESULT STDMETHODCALLTYPE Reset() override;
    HRESULT STDMETHODCALLTYPE Clone(IEnumSTATSTG** clone) override;

    void CloseContents() noexcept override { elements_.Reset(); }

  private:
    TreeReference<TreeObject> owner_;
    ComPtr<IEnumSTATSTG> elements_;
};

}  // namespace mapi_msg

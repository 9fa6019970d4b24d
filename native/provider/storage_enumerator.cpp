#include "provider/storage_enumerator.h"

namespace mapi_msg {

StorageEnumerator::StorageEnumerator(TreeObject& owner, ComPtr<IEnumSTATSTG> elements)
    : ComTreeObject(owner.SharedTree()), owner_(&owner), elements_(std::move(elements)) {}

HRESULT StorageEnumerator::QueryInterface(REFIID iid, void** object) {
    return Query(iid == IID_IUnknown || iid == IID_IEnumSTATSTG, object);
}

HRESULT StorageEnumerator::Next(ULONG count, STATSTG* elements, ULONG* fetched) {
    if (fetched) *fetched = 0;
    return Call([&]() -> HRESULT {
        if (!elements || (!fetched && count != 1)) return STG_E_INVALIDPOINTER;
        return elements_->Next(count, elements, fetched);
    });
}

HRESULT StorageEnumerator::Skip(ULONG count) {
    return Call([&] { return elements_->Skip(count); });
}

HRESULT StorageEnumerator::Reset() {
    return Call([&] { return elements_->Reset(); });
}

HRESULT StorageEnumerator::Clone(IEnumSTATSTG** clone) {
    if (clone) *clone = nullptr;
    return Call([&]() -> HRESULT {
        if (!clone) return STG_E_INVALIDPOINTER;
        ComPtr<IEnumSTATSTG> copy;
        const HRESULT result = elements_->Clone(copy.Put());
        if (FAILED(result)) return result;
        *clone = new StorageEnumerator(*owner_.Get(), std::move(copy));
        return S_OK;
    });
}

}  // namespace mapi_msg

#include "provider/storage_view.h"

#include "provider/storage_enumerator.h"
#include "provider/value_stream.h"

namespace mapi_msg {

namespace {

HRESULT RefuseToWrite() { return STG_E_ACCESSDENIED; }

bool AsksToWrite(DWORD mode) { return (mode & (STGM_WRITE | STGM_READWRITE)) != 0; }

// OLE opens what is in a storage exclusively or not at all.
constexpr DWORD kChildMode = STGM_READ | STGM_SHARE_EXCLUSIVE;

}  // namespace

StorageView::StorageView(TreeObject& owner, ComPtr<IStorage> storage)
    : ComTreeObject(owner.SharedTree()), owner_(&owner), storage_(std::move(storage)) {}

HRESULT StorageView::QueryInterface(REFIID iid, void** object) {
    return Query(iid == IID_IUnknown || iid == IID_IStorage, object);
}

HRESULT StorageView::OpenStream(const OLECHAR* name, void*, DWORD mode, DWORD, IStream** stream) {
    if (stream) *stream = nullptr;
    return Call([&]() -> HRESULT {
        if (!name || !stream) return STG_E_INVALIDPOINTER;
        if (AsksToWrite(mode)) return RefuseToWrite();
        auto opened = std::make_shared<SharedStream>();
        const HRESULT result = storage_->OpenStream(name, nullptr, kChildMode, 0, opened->stream.Put());
        if (FAILED(result)) return result;
        *stream = new ValueStream(*this, MakeStreamSource(std::move(opened)),
                                  reinterpret_cast<const char16_t*>(name));
        return S_OK;
    });
}

HRESULT StorageView::OpenStorage(const OLECHAR* name, IStorage*, DWORD mode, SNB exclude, DWORD,
                                 IStorage** storage) {
    if (storage) *storage = nullptr;
    return Call([&]() -> HRESULT {
        if (!name || !storage) return STG_E_INVALIDPOINTER;
        if (AsksToWrite(mode)) return RefuseToWrite();
        if (exclude) return STG_E_INVALIDPARAMETER;
        ComPtr<IStorage> opened;
        const HRESULT result = storage_->OpenStorage(name, nullptr, kChildMode, nullptr, 0, opened.Put());
        if (FAILED(result)) return result;
        *storage = new StorageView(*this, std::move(opened));
        return S_OK;
    });
}

HRESULT StorageView::CopyTo(DWORD excludeCount, const IID* excludeIids, SNB exclude, IStorage* target) {
    return Call([&]() -> HRESULT {
        if (!target) return STG_E_INVALIDPOINTER;
        return storage_->CopyTo(excludeCount, excludeIids, exclude, target);
    });
}

HRESULT StorageView::MoveElementTo(const OLECHAR* name, IStorage* target, const OLECHAR* newName,
                                   DWORD flags) {
    return Call([&]() -> HRESULT {
        if (flags != STGMOVE_COPY) return RefuseToWrite();
        if (!name || !target || !newName) return STG_E_INVALIDPOINTER;
        return storage_->MoveElementTo(name, target, newName, flags);
    });
}

HRESULT StorageView::EnumElements(DWORD, void*, DWORD, IEnumSTATSTG** elements) {
    if (elements) *elements = nullptr;
    return Call([&]() -> HRESULT {
        if (!elements) return STG_E_INVALIDPOINTER;
        ComPtr<IEnumSTATSTG> enumerator;
        const HRESULT result = storage_->EnumElements(0, nullptr, 0, enumerator.Put());
        if (FAILED(result)) return result;
        *elements = new StorageEnumerator(*this, std::move(enumerator));
        return S_OK;
    });
}

HRESULT StorageView::Stat(STATSTG* status, DWORD flags) {
    return Call([&]() -> HRESULT {
        if (!status) return STG_E_INVALIDPOINTER;
        const HRESULT result = storage_->Stat(status, flags);
        if (SUCCEEDED(result)) status->grfMode = kChildMode;
        return result;
    });
}

HRESULT StorageView::Commit(DWORD) {
    return Call([]() -> HRESULT { return S_OK; });
}

HRESULT StorageView::Revert() {
    return Call([]() -> HRESULT { return S_OK; });
}

HRESULT StorageView::CreateStream(const OLECHAR*, DWORD, DWORD, DWORD, IStream** stream) {
    if (stream) *stream = nullptr;
    return Call(RefuseToWrite);
}

HRESULT StorageView::CreateStorage(const OLECHAR*, DWORD, DWORD, DWORD, IStorage** storage) {
    if (storage) *storage = nullptr;
    return Call(RefuseToWrite);
}

HRESULT StorageView::DestroyElement(const OLECHAR*) { return Call(RefuseToWrite); }

HRESULT StorageView::RenameElement(const OLECHAR*, const OLECHAR*) { return Call(RefuseToWrite); }

HRESULT StorageView::SetElementTimes(const OLECHAR*, const FILETIME*, const FILETIME*, const FILETIME*) {
    return Call(RefuseToWrite);
}

HRESULT StorageView::SetClass(REFCLSID) { return Call(RefuseToWrite); }

HRESULT StorageView::SetStateBits(DWORD, DWORD) { return Call(RefuseToWrite); }

}  // namespace mapi_msg

#include "provider/storage_view.h"

#include "provider/element_stream.h"
#include "provider/storage_enumerator.h"
#include "provider/value_stream.h"

namespace mapi_msg {

namespace {

bool AsksToWrite(DWORD mode) { return (mode & (STGM_WRITE | STGM_READWRITE)) != 0; }

// OLE opens what is in a storage exclusively or not at all.
constexpr DWORD kReadMode = STGM_READ | STGM_SHARE_EXCLUSIVE;
constexpr DWORD kWriteMode = STGM_READWRITE | STGM_SHARE_EXCLUSIVE;

}  // namespace

StorageView::StorageView(TreeObject& owner, ComPtr<IStorage> storage, bool writable)
    : ComTreeObject(owner.SharedTree()), owner_(&owner), storage_(std::move(storage)), writable_(writable) {}

HRESULT StorageView::QueryInterface(REFIID iid, void** object) {
    return Query(iid == IID_IUnknown || iid == IID_IStorage, object);
}

HRESULT StorageView::OpenStream(const OLECHAR* name, void*, DWORD mode, DWORD, IStream** stream) {
    if (stream) *stream = nullptr;
    return Call([&]() -> HRESULT {
        if (!name || !stream) return STG_E_INVALIDPOINTER;
        if (AsksToWrite(mode) && !writable_) return STG_E_ACCESSDENIED;
        if (AsksToWrite(mode)) {
            ComPtr<IStream> writable;
            const HRESULT result = storage_->OpenStream(name, nullptr, kWriteMode, 0, writable.Put());
            if (SUCCEEDED(result)) *stream = new ElementStream(*this, std::move(writable));
            return result;
        }
        auto opened = std::make_shared<SharedStream>();
        const HRESULT result = storage_->OpenStream(name, nullptr, kReadMode, 0, opened->stream.Put());
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
        if (AsksToWrite(mode) && !writable_) return STG_E_ACCESSDENIED;
        if (exclude) return STG_E_INVALIDPARAMETER;
        ComPtr<IStorage> opened;
        const DWORD childMode = AsksToWrite(mode) ? kWriteMode : kReadMode;
        const HRESULT result = storage_->OpenStorage(name, nullptr, childMode, nullptr, 0, opened.Put());
        if (FAILED(result)) return result;
        *storage = new StorageView(*this, std::move(opened), AsksToWrite(mode));
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
        if (flags != STGMOVE_COPY && !writable_) return STG_E_ACCESSDENIED;
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
        if (SUCCEEDED(result)) status->grfMode = writable_ ? kWriteMode : kReadMode;
        return result;
    });
}

HRESULT StorageView::Commit(DWORD flags) {
    return Call([&]() -> HRESULT { return writable_ ? storage_->Commit(flags) : S_OK; });
}

HRESULT StorageView::Revert() {
    return Call([&]() -> HRESULT { return writable_ ? storage_->Revert() : S_OK; });
}

HRESULT StorageView::CreateStream(const OLECHAR* name, DWORD mode, DWORD, DWORD, IStream** stream) {
    if (stream) *stream = nullptr;
    return Change([&]() -> HRESULT {
        if (!name || !stream) return STG_E_INVALIDPOINTER;
        ComPtr<IStream> created;
        const DWORD createMode = kWriteMode | (mode & STGM_CREATE);
        const HRESULT result = storage_->CreateStream(name, createMode, 0, 0, created.Put());
        if (SUCCEEDED(result)) *stream = new ElementStream(*this, std::move(created));
        return result;
    });
}

HRESULT StorageView::CreateStorage(const OLECHAR* name, DWORD mode, DWORD, DWORD, IStorage** storage) {
    if (storage) *storage = nullptr;
    return Change([&]() -> HRESULT {
        if (!name || !storage) return STG_E_INVALIDPOINTER;
        ComPtr<IStorage> created;
        const DWORD createMode = kWriteMode | (mode & STGM_CREATE);
        const HRESULT result = storage_->CreateStorage(name, createMode, 0, 0, created.Put());
        if (SUCCEEDED(result)) *storage = new StorageView(*this, std::move(created), true);
        return result;
    });
}

HRESULT StorageView::DestroyElement(const OLECHAR* name) {
    return Change([&] { return storage_->DestroyElement(name); });
}

HRESULT StorageView::RenameElement(const OLECHAR* oldName, const OLECHAR* newName) {
    return Change([&] { return storage_->RenameElement(oldName, newName); });
}

HRESULT StorageView::SetElementTimes(const OLECHAR* name, const FILETIME* created, const FILETIME* accessed,
                                     const FILETIME* modified) {
    return Change([&] { return storage_->SetElementTimes(name, created, accessed, modified); });
}

HRESULT StorageView::SetClass(REFCLSID clsid) {
    return Change([&] { return storage_->SetClass(clsid); });
}

HRESULT StorageView::SetStateBits(DWORD bits, DWORD mask) {
    return Change([&] { return storage_->SetStateBits(bits, mask); });
}

}  // namespace mapi_msg

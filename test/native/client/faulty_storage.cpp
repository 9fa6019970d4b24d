#include "client/faulty_storage.h"

namespace client {

HRESULT FaultyStorage::QueryInterface(REFIID iid, void** object) {
    const bool known = iid == IID_IUnknown || iid == IID_IStorage;
    *object = known ? this : nullptr;
    if (!known) return E_NOINTERFACE;
    AddRef();
    return S_OK;
}

ULONG FaultyStorage::Release() {
    const ULONG left = --references_;
    if (left == 0) delete this;
    return left;
}

HRESULT FaultyStorage::CreateStream(const OLECHAR* name, DWORD mode, DWORD, DWORD, IStream** stream) {
    return Fails() ? STG_E_MEDIUMFULL : storage_->CreateStream(name, mode, 0, 0, stream);
}

HRESULT FaultyStorage::OpenStream(const OLECHAR* name, void*, DWORD mode, DWORD, IStream** stream) {
    return storage_->OpenStream(name, nullptr, mode, 0, stream);
}

HRESULT FaultyStorage::CreateStorage(const OLECHAR* name, DWORD mode, DWORD, DWORD, IStorage** storage) {
    return Fails() ? STG_E_MEDIUMFULL : storage_->CreateStorage(name, mode, 0, 0, storage);
}

HRESULT FaultyStorage::OpenStorage(const OLECHAR* name, IStorage* priority, DWORD mode, SNB exclude, DWORD,
                                   IStorage** storage) {
    return storage_->OpenStorage(name, priority, mode, exclude, 0, storage);
}

HRESULT FaultyStorage::CopyTo(DWORD excludeCount, const IID* excludeIids, SNB exclude, IStorage* target) {
    return storage_->CopyTo(excludeCount, excludeIids, exclude, target);
}

HRESULT FaultyStorage::MoveElementTo(const OLECHAR* name, IStorage* target, const OLECHAR* newName,
                                     DWORD flags) {
    return storage_->MoveElementTo(name, target, newName, flags);
}

HRESULT FaultyStorage::Commit(DWORD flags) { return Fails() ? STG_E_MEDIUMFULL : storage_->Commit(flags); }

HRESULT FaultyStorage::EnumElements(DWORD, void*, DWORD, IEnumSTATSTG** elements) {
    return storage_->EnumElements(0, nullptr, 0, elements);
}

HRESULT FaultyStorage::DestroyElement(const OLECHAR* name) {
    return Fails() ? STG_E_MEDIUMFULL : storage_->DestroyElement(name);
}

HRESULT FaultyStorage::RenameElement(const OLECHAR* oldName, const OLECHAR* newName) {
    return Fails() ? STG_E_MEDIUMFULL : storage_->RenameElement(oldName, newName);
}

HRESULT FaultyStorage::SetElementTimes(const OLECHAR* name, const FILETIME* created, const FILETIME* accessed,
                                       const FILETIME* modified) {
    return storage_->SetElementTimes(name, created, accessed, modified);
}

HRESULT FaultyStorage::SetClass(REFCLSID clsid) {
    return Fails() ? STG_E_MEDIUMFULL : storage_->SetClass(clsid);
}

HRESULT FaultyStorage::SetStateBits(DWORD bits, DWORD mask) { return storage_->SetStateBits(bits, mask); }

HRESULT FaultyStorage::Stat(STATSTG* status, DWORD flags) { return storage_->Stat(status, flags); }

}  // namespace client

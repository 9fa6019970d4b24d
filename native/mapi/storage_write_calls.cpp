#include "mapi/storage_write_calls.h"

#include "mapi/failure.h"
#include "mapi/storage_calls.h"

namespace mapi_msg {
void DestroyElement(StorageHandle& storage, const std::wstring& name) {
    Check(storage->DestroyElement(name.c_str()), "IStorage::DestroyElement");
}

void RenameElement(StorageHandle& storage, const std::wstring& from, const std::wstring& to) {
    CheckElementName(to);
    Check(storage->RenameElement(from.c_str(), to.c_str()), "IStorage::RenameElement");
}

void SetStorageClass(StorageHandle& storage, const GUID& classId) {
    Check(storage->SetClass(classId), "IStorage::SetClass");
}

void CopyStorage(StorageHandle& source, StorageHandle& target) {
    Check(source->CopyTo(0, nullptr, nullptr, target.Get()), "IStorage::CopyTo");
}

void CommitStorage(StorageHandle& storage) { Check(storage->Commit(STGC_DEFAULT), "IStorage::Commit"); }

void RevertStorage(StorageHandle& storage) { Check(storage->Revert(), "IStorage::Revert"); }

}  // namespace mapi_msg

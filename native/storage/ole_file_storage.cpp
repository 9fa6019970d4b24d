#include "storage/ole_file_storage.h"

#include "storage/element_status.h"
#include "storage/storage_result.h"

namespace mapi_msg {

OleFileStorage::OleFileStorage(IStorage& inner, MemoryLockBytes& bytes, bool isNew, std::wstring name,
                               std::unique_ptr<FileTarget> target)
    : target_(std::move(target)),
      bytes_(&bytes),
      inner_(&inner),
      name_(std::move(name)),
      savedVersion_(isNew ? 0 : bytes.Version()) {}

HRESULT OleFileStorage::Commit(DWORD flags) {
    const HRESULT result = inner_->Commit(flags);
    if (FAILED(result)) return result;
    return Guarded([&] {
        const std::uint64_t version = bytes_->Version();
        if (version == savedVersion_) return S_OK;
        const HRESULT replaced =
            target_->Replace([&](compound_file::ByteSink& sink) { sink.Write(bytes_->Bytes()); });
        if (SUCCEEDED(replaced)) savedVersion_ = version;
        return replaced;
    });
}

HRESULT OleFileStorage::Stat(STATSTG* status, DWORD flags) {
    if (!status) return STG_E_INVALIDPOINTER;
    const HRESULT result = inner_->Stat(status, STATFLAG_NONAME);
    if (FAILED(result) || (flags & STATFLAG_NONAME)) return result;
    status->pwcsName = CopyName(FromWide(name_.c_str()));
    return status->pwcsName ? S_OK : STG_E_INSUFFICIENTMEMORY;
}

}  // namespace mapi_msg

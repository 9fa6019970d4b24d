#include "storage/ole_transaction.h"

#include <ole2.h>

#include "storage/element_status.h"
#include "storage/storage_result.h"

namespace mapi_msg {

OleTransaction::OleTransaction(std::unique_ptr<OleTarget> target, bool isNew, std::wstring name)
    : target_(std::move(target)), isNew_(isNew), name_(std::move(name)) {
    Begin();
}

void OleTransaction::Begin() {
    constexpr DWORD kMode = STGM_READWRITE | STGM_DIRECT | STGM_SHARE_EXCLUSIVE;
    std::unique_ptr<MemoryLockBytes, Releaser> bytes(
        new MemoryLockBytes(isNew_ ? std::vector<std::uint8_t>() : target_->Load()));
    IStorage* opened = nullptr;
    ThrowIfFailed(isNew_ ? ::StgCreateDocfileOnILockBytes(bytes.get(), kMode | STGM_CREATE, 0, &opened)
                         : ::StgOpenStorageOnILockBytes(bytes.get(), nullptr, kMode, nullptr, 0, &opened));
    // What was opened in it is of no use any more from here on.
    inner_.reset(opened);
    bytes_ = std::move(bytes);
    savedVersion_ = isNew_ ? 0 : bytes_->Version();
}

HRESULT OleTransaction::Commit(DWORD flags) {
    const HRESULT result = inner_->Commit(flags);
    if (FAILED(result)) return result;
    return Guarded([&] {
        const std::uint64_t version = bytes_->Version();
        if (version == savedVersion_) return S_OK;
        const HRESULT replaced = target_->Replace(*bytes_->Bytes());
        if (FAILED(replaced)) return replaced;
        isNew_ = false;
        savedVersion_ = version;
        return S_OK;
    });
}

HRESULT OleTransaction::Revert() {
    return Guarded([&] {
        Begin();
        return S_OK;
    });
}

HRESULT OleTransaction::Stat(STATSTG* status, DWORD flags) {
    if (!status) return STG_E_INVALIDPOINTER;
    const HRESULT result = inner_->Stat(status, name_.empty() ? flags : flags | STATFLAG_NONAME);
    if (FAILED(result)) return result;
    status->grfMode |= STGM_TRANSACTED;
    if (name_.empty() || (flags & STATFLAG_NONAME)) return result;
    status->pwcsName = CopyName(FromWide(name_.c_str()));
    return status->pwcsName ? S_OK : STG_E_INSUFFICIENTMEMORY;
}

}  // namespace mapi_msg

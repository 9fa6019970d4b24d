#include "storage/ole_storage.h"

#include <ole2.h>

#include <memory>

#include "storage/compound_file/check.h"
#include "storage/file_source.h"
#include "storage/lock_bytes_root.h"
#include "storage/storage_result.h"

namespace mapi_msg {
namespace {

constexpr DWORD kWritable = STGM_READWRITE | STGM_TRANSACTED;
// Version 4 of the format holds more than 2 GB. [MS-CFB] 2.2
constexpr USHORT kSectorSize = 4096;

DWORD OpenBits(const FileMode& mode) {
    const DWORD share = ShareBits(mode.sharing);
    if (mode.writable) return kWritable | share;
    // OLE demands a transaction, which reads from a snapshot, where others may write meanwhile.
    return STGM_READ | share | (mode.sharing == Sharing::DenyNone ? STGM_TRANSACTED : STGM_DIRECT);
}

// Before OLE sees the file: neither Windows' implementation nor Wine's is safe from chains that run in
// circles.
HRESULT CheckFile(const std::wstring& path, const FileMode& mode) {
    return Guarded([&] {
        std::shared_ptr<FileSource> source;
        const HRESULT result = FileSource::Open(path, {false, mode.sharing}, &source);
        if (SUCCEEDED(result)) compound_file::CheckCompoundFile(source);
        return result;
    });
}

HRESULT CheckBytes(ILockBytes& lockBytes) {
    const HRESULT result = Guarded([&] {
        compound_file::CheckCompoundFile(std::make_shared<LockBytesSource>(lockBytes));
        return S_OK;
    });
    return result == STG_E_FILEALREADYEXISTS ? STG_E_INVALIDHEADER : result;
}

}  // namespace

HRESULT OpenFileStorage(const std::wstring& path, const FileMode& mode, IStorage** storage) {
    const HRESULT result = CheckFile(path, mode);
    if (FAILED(result)) return result;
    return ::StgOpenStorageEx(LongPath(path).c_str(), OpenBits(mode), STGFMT_DOCFILE, 0, nullptr, nullptr,
                              IID_IStorage, reinterpret_cast<void**>(storage));
}

HRESULT CreateFileStorage(const std::wstring& path, bool overwrite, IStorage** storage) {
    const std::wstring longPath = LongPath(path);
    STGOPTIONS options = {};
    options.usVersion = 1;
    options.ulSectorSize = kSectorSize;
    const DWORD mode = kWritable | STGM_SHARE_EXCLUSIVE | (overwrite ? STGM_CREATE : STGM_FAILIFTHERE);
    return ::StgCreateStorageEx(longPath.c_str(), mode, STGFMT_DOCFILE, 0, &options, nullptr, IID_IStorage,
                                reinterpret_cast<void**>(storage));
}

HRESULT OpenLockBytesStorage(ILockBytes& lockBytes, bool writable, IStorage** storage) {
    const HRESULT result = CheckBytes(lockBytes);
    if (FAILED(result)) return result;
    const DWORD mode = (writable ? kWritable : STGM_READ | STGM_DIRECT) | STGM_SHARE_EXCLUSIVE;
    return ::StgOpenStorageOnILockBytes(&lockBytes, nullptr, mode, nullptr, 0, storage);
}

HRESULT CreateLockBytesStorage(ILockBytes& lockBytes, IStorage** storage) {
    return ::StgCreateDocfileOnILockBytes(&lockBytes, kWritable | STGM_SHARE_EXCLUSIVE | STGM_CREATE, 0,
                                          storage);
}

}  // namespace mapi_msg

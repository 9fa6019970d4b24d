#include "storage/ole_storage.h"

#include <ole2.h>

#include <memory>

#include "storage/compound_file/check.h"
#include "storage/file_source.h"
#include "storage/file_target.h"
#include "storage/lock_bytes_root.h"
#include "storage/memory_lock_bytes.h"
#include "storage/ole_file_storage.h"
#include "storage/storage_result.h"

namespace mapi_msg {
namespace {

constexpr DWORD kWritable = STGM_READWRITE | STGM_TRANSACTED;

DWORD ReadBits(const FileMode& mode) {
    // OLE demands a transaction, which reads from a snapshot, where others may write meanwhile.
    return STGM_READ | ShareBits(mode.sharing) |
           (mode.sharing == Sharing::DenyNone ? STGM_TRANSACTED : STGM_DIRECT);
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

struct Releaser {
    void operator()(IUnknown* object) const { object->Release(); }
};

template <typename Opening>
HRESULT OnBytes(std::vector<std::uint8_t> bytes, bool isNew, const Opening& open, const std::wstring& path,
                std::unique_ptr<FileTarget> target, IStorage** storage) {
    std::unique_ptr<MemoryLockBytes, Releaser> lockBytes(new MemoryLockBytes(std::move(bytes)));
    IStorage* opened = nullptr;
    ThrowIfFailed(open(*lockBytes, &opened));
    std::unique_ptr<IStorage, Releaser> inner(opened);
    *storage = new OleFileStorage(*inner, *lockBytes, isNew, path, std::move(target));
    static_cast<void>(inner.release());
    static_cast<void>(lockBytes.release());
    return S_OK;
}

// For writing.
HRESULT OpenInMemory(const std::wstring& path, const FileMode& mode, IStorage** storage) {
    *storage = nullptr;
    return Guarded([&] {
        std::unique_ptr<FileTarget> target;
        ThrowIfFailed(FileTarget::Open(path, mode, &target));
        compound_file::CheckCompoundFile(target->Source());
        std::vector<std::uint8_t> bytes(static_cast<std::size_t>(target->Source()->Size()));
        bytes.resize(target->Source()->Read(0, bytes));
        const auto open = [](ILockBytes& lockBytes, IStorage** opened) {
            return ::StgOpenStorageOnILockBytes(&lockBytes, nullptr, kWritable | STGM_SHARE_EXCLUSIVE,
                                                nullptr, 0, opened);
        };
        return OnBytes(std::move(bytes), false, open, path, std::move(target), storage);
    });
}

}  // namespace

HRESULT OpenFileStorage(const std::wstring& path, const FileMode& mode, IStorage** storage) {
    if (mode.writable) return OpenInMemory(path, mode, storage);
    const HRESULT result = CheckFile(path, mode);
    if (FAILED(result)) return result;
    return ::StgOpenStorageEx(LongPath(path).c_str(), ReadBits(mode), STGFMT_DOCFILE, 0, nullptr, nullptr,
                              IID_IStorage, reinterpret_cast<void**>(storage));
}

HRESULT CreateFileStorage(const std::wstring& path, bool overwrite, IStorage** storage) {
    *storage = nullptr;
    return Guarded([&] {
        std::unique_ptr<FileTarget> target;
        ThrowIfFailed(FileTarget::Create(path, overwrite, &target));
        return OnBytes({}, true, CreateLockBytesStorage, path, std::move(target), storage);
    });
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

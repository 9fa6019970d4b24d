#include "storage/ole_storage.h"

#include <ole2.h>

#include <cstring>
#include <memory>
#include <type_traits>

namespace mapi_msg {
namespace {

struct GlobalFreer {
    void operator()(void* memory) const { ::GlobalFree(memory); }
};
using UniqueGlobal = std::unique_ptr<std::remove_pointer_t<HGLOBAL>, GlobalFreer>;

struct Releaser {
    void operator()(IUnknown* object) const { object->Release(); }
};
using UniqueLockBytes = std::unique_ptr<ILockBytes, Releaser>;

constexpr DWORD kWritable = STGM_READWRITE | STGM_TRANSACTED;
// Version 4 of the format holds more than 2 GB. [MS-CFB] 2.2
constexpr USHORT kSectorSize = 4096;

DWORD ShareBits(Sharing sharing) {
    switch (sharing) {
        case Sharing::Exclusive:
            return STGM_SHARE_EXCLUSIVE;
        case Sharing::DenyWrite:
            return STGM_SHARE_DENY_WRITE;
        case Sharing::DenyNone:
            break;
    }
    return STGM_SHARE_DENY_NONE;
}

DWORD OpenBits(const FileMode& mode) {
    const DWORD share = ShareBits(mode.sharing);
    if (mode.writable) return kWritable | share;
    // OLE demands a transaction, which reads from a snapshot, where others may write meanwhile.
    return STGM_READ | share | (mode.sharing == Sharing::DenyNone ? STGM_TRANSACTED : STGM_DIRECT);
}

// Paths longer than MAX_PATH need the form that Windows takes as it is.
// https://learn.microsoft.com/windows/win32/fileio/maximum-file-path-limitation
std::wstring LongPath(const std::wstring& path) {
    constexpr std::size_t kLongestPlainPath = 248;
    if (path.size() < kLongestPlainPath || path.starts_with(L"\\\\?\\")) return path;
    std::wstring full(::GetFullPathNameW(path.c_str(), 0, nullptr, nullptr), L'\0');
    full.resize(::GetFullPathNameW(path.c_str(), static_cast<DWORD>(full.size()), full.data(), nullptr));
    if (full.starts_with(L"\\\\")) return L"\\\\?\\UNC" + full.substr(1);
    return L"\\\\?\\" + full;
}

HRESULT CopyToLockBytes(std::span<const std::uint8_t> bytes, UniqueLockBytes* lockBytes) {
    UniqueGlobal memory(::GlobalAlloc(GMEM_MOVEABLE, bytes.size()));
    if (!memory) return E_OUTOFMEMORY;
    if (!bytes.empty()) {
        void* target = ::GlobalLock(memory.get());
        if (!target) return E_OUTOFMEMORY;
        std::memcpy(target, bytes.data(), bytes.size());
        ::GlobalUnlock(memory.get());
    }
    ILockBytes* made = nullptr;
    HRESULT result = ::CreateILockBytesOnHGlobal(memory.get(), TRUE, &made);
    if (FAILED(result)) return result;
    static_cast<void>(memory.release());
    lockBytes->reset(made);
    // GlobalAlloc rounds up; the rest must not look like part of the file.
    ULARGE_INTEGER size = {};
    size.QuadPart = bytes.size();
    return made->SetSize(size);
}

}  // namespace

HRESULT OpenFileStorage(const std::wstring& path, const FileMode& mode, IStorage** storage) {
    const std::wstring longPath = LongPath(path);
    const DWORD attributes = ::GetFileAttributesW(longPath.c_str());
    if (attributes != INVALID_FILE_ATTRIBUTES && (attributes & FILE_ATTRIBUTE_DIRECTORY))
        return STG_E_ACCESSDENIED;
    return ::StgOpenStorageEx(longPath.c_str(), OpenBits(mode), STGFMT_DOCFILE, 0, nullptr, nullptr,
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

HRESULT OpenMemoryStorage(std::span<const std::uint8_t> bytes, bool writable, IStorage** storage) {
    UniqueLockBytes lockBytes;
    const HRESULT result = CopyToLockBytes(bytes, &lockBytes);
    if (FAILED(result)) return result;
    const DWORD mode = (writable ? kWritable : STGM_READ | STGM_DIRECT) | STGM_SHARE_EXCLUSIVE;
    return ::StgOpenStorageOnILockBytes(lockBytes.get(), nullptr, mode, nullptr, 0, storage);
}

HRESULT CreateMemoryStorage(IStorage** storage) {
    UniqueLockBytes lockBytes;
    const HRESULT result = CopyToLockBytes({}, &lockBytes);
    if (FAILED(result)) return result;
    return ::StgCreateDocfileOnILockBytes(lockBytes.get(), kWritable | STGM_SHARE_EXCLUSIVE | STGM_CREATE, 0,
                                          storage);
}

}  // namespace mapi_msg

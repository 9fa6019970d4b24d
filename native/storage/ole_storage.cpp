#include "storage/ole_storage.h"

#include <ole2.h>

#include <memory>

#include "storage/compound_file/check.h"
#include "storage/file_source.h"
#include "storage/file_target.h"
#include "storage/lock_bytes_root.h"
#include "storage/ole_transaction.h"
#include "storage/storage_bytes.h"
#include "storage/storage_result.h"

namespace mapi_msg {
namespace {

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

class OleFile final : public OleTarget {
  public:
    explicit OleFile(std::shared_ptr<FileTarget> file) : file_(std::move(file)) {}

    std::vector<std::uint8_t> Load() override {
        compound_file::CheckCompoundFile(file_->Source());
        return file_->Contents();
    }
    HRESULT Replace(const std::vector<std::uint8_t>& bytes) override {
        return file_->Replace([&](compound_file::ByteSink& sink) { sink.Write(bytes); });
    }

  private:
    std::shared_ptr<FileTarget> file_;
};

class OleLockBytes final : public OleTarget {
  public:
    explicit OleLockBytes(ILockBytes& lockBytes) : lockBytes_(lockBytes) { lockBytes_.AddRef(); }
    ~OleLockBytes() override { lockBytes_.Release(); }
    OleLockBytes(const OleLockBytes&) = delete;
    OleLockBytes& operator=(const OleLockBytes&) = delete;

    std::vector<std::uint8_t> Load() override {
        std::vector<std::uint8_t> bytes;
        ThrowIfFailed(ReadLockBytes(lockBytes_, &bytes));
        return bytes;
    }
    HRESULT Replace(const std::vector<std::uint8_t>& bytes) override {
        ULARGE_INTEGER size = {};
        size.QuadPart = bytes.size();
        if (size.HighPart != 0) return STG_E_DOCFILETOOLARGE;
        ULONG written = 0;
        ThrowIfFailed(lockBytes_.SetSize(size));
        ThrowIfFailed(lockBytes_.WriteAt({}, bytes.data(), size.LowPart, &written));
        return written == bytes.size() ? S_OK : STG_E_WRITEFAULT;
    }

  private:
    ILockBytes& lockBytes_;
};

IStorage* OpenOn(std::shared_ptr<FileTarget> target, bool isNew, const std::wstring& path,
                 std::shared_ptr<FileTarget>* file) {
    if (file) *file = target;
    return new OleTransaction(std::make_unique<OleFile>(std::move(target)), isNew, path);
}

}  // namespace

HRESULT OpenFileStorage(const std::wstring& path, const FileMode& mode, IStorage** storage,
                        std::shared_ptr<FileTarget>* file) {
    *storage = nullptr;
    if (mode.writable) {
        return Guarded([&] {
            std::unique_ptr<FileTarget> target;
            ThrowIfFailed(FileTarget::Open(path, mode, &target));
            *storage = OpenOn(std::move(target), false, path, file);
            return S_OK;
        });
    }
    const HRESULT result = CheckFile(path, mode);
    if (FAILED(result)) return result;
    return ::StgOpenStorageEx(LongPath(path).c_str(), ReadBits(mode), STGFMT_DOCFILE, 0, nullptr, nullptr,
                              IID_IStorage, reinterpret_cast<void**>(storage));
}

HRESULT CreateFileStorage(const std::wstring& path, bool overwrite, IStorage** storage,
                          std::shared_ptr<FileTarget>* file) {
    *storage = nullptr;
    return Guarded([&] {
        std::unique_ptr<FileTarget> target;
        ThrowIfFailed(FileTarget::Create(path, overwrite, &target));
        *storage = OpenOn(std::move(target), true, path, file);
        return S_OK;
    });
}

HRESULT OpenLockBytesStorage(ILockBytes& lockBytes, bool writable, IStorage** storage) {
    const HRESULT result = CheckBytes(lockBytes);
    if (FAILED(result)) return result;
    if (!writable) {
        constexpr DWORD kMode = STGM_READ | STGM_DIRECT | STGM_SHARE_EXCLUSIVE;
        return ::StgOpenStorageOnILockBytes(&lockBytes, nullptr, kMode, nullptr, 0, storage);
    }
    *storage = nullptr;
    return Guarded([&] {
        *storage = new OleTransaction(std::make_unique<OleLockBytes>(lockBytes), false, {});
        return S_OK;
    });
}

HRESULT CreateLockBytesStorage(ILockBytes& lockBytes, IStorage** storage) {
    *storage = nullptr;
    return Guarded([&] {
        *storage = new OleTransaction(std::make_unique<OleLockBytes>(lockBytes), true, {});
        return S_OK;
    });
}

}  // namespace mapi_msg

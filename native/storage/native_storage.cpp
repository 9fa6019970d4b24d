#include "storage/native_storage.h"

#include <memory>

#include "storage/compound_file/node.h"
#include "storage/compound_file/reader.h"
#include "storage/file_root.h"
#include "storage/file_source.h"
#include "storage/lock_bytes_root.h"
#include "storage/memory_lock_bytes.h"
#include "storage/storage_object.h"

namespace mapi_msg {
namespace {

using compound_file::ByteSource;
using compound_file::Node;
using compound_file::Reader;
using compound_file::SpanSource;
using compound_file::Version;

constexpr DWORD kWritable = STGM_READWRITE | STGM_TRANSACTED;

class ReadOnlyRoot final : public StorageRoot {
  public:
    using StorageRoot::StorageRoot;

  protected:
    HRESULT CommitChanges() override { return STG_E_ACCESSDENIED; }
};

struct Releaser {
    void operator()(IUnknown* object) const { object->Release(); }
};

class SharedBytes final : public ByteSource {
  public:
    explicit SharedBytes(std::shared_ptr<const std::vector<std::uint8_t>> bytes) : bytes_(std::move(bytes)) {}
    std::uint64_t Size() const override { return bytes_->size(); }
    std::size_t Read(std::uint64_t offset, std::span<std::uint8_t> target) const override {
        return SpanSource(*bytes_).Read(offset, target);
    }

  private:
    std::shared_ptr<const std::vector<std::uint8_t>> bytes_;
};

IStorage* OpenReadOnly(std::shared_ptr<const ByteSource> source, const std::wstring& name, DWORD share) {
    std::shared_ptr<Node> node = Node::RootOf(std::make_shared<Reader>(std::move(source)));
    return new StorageObject(std::make_shared<ReadOnlyRoot>(std::move(node), name), STGM_READ | share);
}

// OLE says of a file that it exists if it is no compound file; bytes it calls by what they are.
HRESULT NotAFile(HRESULT result) { return result == STG_E_FILEALREADYEXISTS ? STG_E_INVALIDHEADER : result; }

}  // namespace

HRESULT OpenNativeFileStorage(const std::wstring& path, const FileMode& mode, IStorage** storage) {
    *storage = nullptr;
    return Guarded([&] {
        const DWORD share = ShareBits(mode.sharing);
        if (!mode.writable) {
            std::shared_ptr<FileSource> source;
            const HRESULT result = FileSource::Open(path, mode, &source);
            if (SUCCEEDED(result)) *storage = OpenReadOnly(std::move(source), path, share);
            return result;
        }
        std::unique_ptr<FileTarget> target;
        const HRESULT result = FileTarget::Open(path, mode, &target);
        if (FAILED(result)) return result;
        const auto reader = std::make_shared<Reader>(target->Source());
        auto node = Node::BeginTransaction(Node::RootOf(reader));
        *storage = new StorageObject(
            std::make_shared<FileRoot>(std::move(node), path, std::move(target), reader->GetVersion()),
            kWritable | share);
        return S_OK;
    });
}

HRESULT CreateNativeFileStorage(const std::wstring& path, bool overwrite, Version version,
                                IStorage** storage) {
    *storage = nullptr;
    return Guarded([&] {
        std::unique_ptr<FileTarget> target;
        const HRESULT result = FileTarget::Create(path, overwrite, &target);
        if (FAILED(result)) return result;
        const auto root = std::make_shared<FileRoot>(Node::BeginTransaction(Node::NewRoot()), path,
                                                     std::move(target), version);
        root->MarkChanged();
        *storage = new StorageObject(root, kWritable | STGM_SHARE_EXCLUSIVE);
        return S_OK;
    });
}

namespace {

HRESULT OpenOnLockBytes(ILockBytes& lockBytes, MemoryLockBytes* memory, bool writable, IStorage** storage) {
    *storage = nullptr;
    const HRESULT result = Guarded([&] {
        auto source = std::make_shared<const LockBytesSource>(lockBytes);
        if (!writable) {
            *storage = OpenReadOnly(std::move(source), {}, STGM_SHARE_EXCLUSIVE);
            return S_OK;
        }
        const auto reader = std::make_shared<Reader>(source);
        std::shared_ptr<Node> node = Node::RootOf(reader);
        *storage = new StorageObject(
            std::make_shared<LockBytesRoot>(Node::BeginTransaction(std::move(node)), std::move(source),
                                            memory, reader->GetVersion()),
            kWritable | STGM_SHARE_EXCLUSIVE);
        return S_OK;
    });
    return NotAFile(result);
}

HRESULT CreateOnLockBytes(ILockBytes& lockBytes, MemoryLockBytes* memory, Version version,
                          IStorage** storage) {
    *storage = nullptr;
    return Guarded([&] {
        const auto root = std::make_shared<LockBytesRoot>(Node::BeginTransaction(Node::NewRoot()),
                                                          std::make_shared<const LockBytesSource>(lockBytes),
                                                          memory, version);
        root->MarkChanged();
        *storage = new StorageObject(root, kWritable | STGM_SHARE_EXCLUSIVE);
        return S_OK;
    });
}

}  // namespace

HRESULT OpenNativeLockBytesStorage(ILockBytes& lockBytes, bool writable, IStorage** storage) {
    return OpenOnLockBytes(lockBytes, nullptr, writable, storage);
}

HRESULT OpenNativeLockBytesStorage(MemoryLockBytes& lockBytes, bool writable, IStorage** storage) {
    return OpenOnLockBytes(lockBytes, &lockBytes, writable, storage);
}

HRESULT CreateNativeLockBytesStorage(ILockBytes& lockBytes, Version version, IStorage** storage) {
    return CreateOnLockBytes(lockBytes, nullptr, version, storage);
}

HRESULT CreateNativeLockBytesStorage(MemoryLockBytes& lockBytes, Version version, IStorage** storage) {
    return CreateOnLockBytes(lockBytes, &lockBytes, version, storage);
}

HRESULT OpenNativeMemoryStorage(std::shared_ptr<const std::vector<std::uint8_t>> bytes, bool writable,
                                IStorage** storage) {
    *storage = nullptr;
    const HRESULT result = Guarded([&] {
        if (writable) {
            const std::unique_ptr<MemoryLockBytes, Releaser> lockBytes(new MemoryLockBytes(*bytes));
            return OpenNativeLockBytesStorage(*lockBytes, true, storage);
        }
        *storage = OpenReadOnly(std::make_shared<SharedBytes>(std::move(bytes)), {}, STGM_SHARE_EXCLUSIVE);
        return S_OK;
    });
    return NotAFile(result);
}

HRESULT CreateNativeMemoryStorage(IStorage** storage) {
    *storage = nullptr;
    return Guarded([&] {
        const std::unique_ptr<MemoryLockBytes, Releaser> lockBytes(new MemoryLockBytes({}));
        return CreateNativeLockBytesStorage(*lockBytes, Version::V3, storage);
    });
}

}  // namespace mapi_msg

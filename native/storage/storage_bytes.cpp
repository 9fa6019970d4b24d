#include "storage/storage_bytes.h"

#include <memory>

#include "storage/copy_elements.h"
#include "storage/lock_bytes_root.h"
#include "storage/memory_lock_bytes.h"
#include "storage/native_storage.h"
#include "storage/storage_result.h"

namespace mapi_msg {
namespace {

struct Releaser {
    void operator()(IUnknown* object) const { object->Release(); }
};

}  // namespace

HRESULT CopyToBytes(IStorage& storage, std::shared_ptr<const std::vector<std::uint8_t>>* bytes) {
    return Guarded([&] {
        const std::unique_ptr<MemoryLockBytes, Releaser> target(new MemoryLockBytes({}));
        IStorage* made = nullptr;
        ThrowIfFailed(CreateNativeLockBytesStorage(*target, compound_file::Version::V3, &made));
        const std::unique_ptr<IStorage, Releaser> copy(made);
        ThrowIfFailed(CopyElements(storage, {}, *copy));
        ThrowIfFailed(copy->Commit(STGC_DEFAULT));
        *bytes = target->Bytes();
        return S_OK;
    });
}

HRESULT FillFromBytes(IStorage& storage, std::shared_ptr<const std::vector<std::uint8_t>> bytes) {
    return Guarded([&] {
        IStorage* opened = nullptr;
        ThrowIfFailed(OpenNativeMemoryStorage(std::move(bytes), false, &opened));
        const std::unique_ptr<IStorage, Releaser> source(opened);
        return CopyElements(*source, {}, storage);
    });
}

HRESULT ReadLockBytes(ILockBytes& lockBytes, std::vector<std::uint8_t>* bytes) {
    return Guarded([&] {
        const LockBytesSource source(lockBytes);
        bytes->resize(static_cast<std::size_t>(source.Size()));
        return source.Read(0, *bytes) == bytes->size() ? S_OK : STG_E_READFAULT;
    });
}

}  // namespace mapi_msg

#include "binding/arguments.h"
#include "binding/bindings.h"
#include "binding/operation.h"
#include "mapi/prop_write_calls.h"
#include "mapi/storage_write_calls.h"
#include "storage/storage_bytes.h"

namespace mapi_msg {
namespace {

using SharedBytes = std::shared_ptr<const Bytes>;

Napi::Value BytesToValue(Buffers& buffers, const SharedBytes& bytes) { return buffers.Make(*bytes); }

SharedBytes Committed(SharedBytes bytes, const char* method) {
    if (!bytes->empty()) return bytes;
    throw MapiFailure{MAPI_E_NOT_FOUND, method,
                      L"nothing has been committed to the storage yet. Commit it first"};
}

// The compound file: in memory what was committed to it, elsewhere what the storage holds.
SharedBytes ToBytes(const OpenedStorage& opened) {
    if (opened.bytes) return opened.bytes;
    if (opened.lockBytes) return Committed(opened.lockBytes->Bytes(), "ILockBytes::ReadAt");
    SharedBytes bytes;
    const HRESULT result = CopyToBytes(*opened.storage, &bytes);
    // OLE copies nothing in which something is open.
    if (result == STG_E_ACCESSDENIED && opened.committed) {
        return Committed(std::make_shared<const Bytes>(opened.committed()), "ReadFile");
    }
    Check(result, "IStorage::CopyTo");
    return bytes;
}

// (storage)
template <void (*Function)(StorageHandle& storage)>
Napi::Value CallOnStorage(const Napi::CallbackInfo& info) {
    const auto storage = ReadStorage(info[0]);
    return Enqueue(
        info.Env(), storage,
        [storage] {
            Function(*storage);
            return Nothing{};
        },
        ToUndefined);
}

// (storage, name)
Napi::Value DestroyElementOfStorage(const Napi::CallbackInfo& info) {
    const auto storage = ReadStorage(info[0]);
    return Enqueue(
        info.Env(), storage,
        [storage, name = ReadString(info[1])] {
            DestroyElement(*storage, name);
            return Nothing{};
        },
        ToUndefined);
}

// (storage, name, new name)
Napi::Value RenameElementOfStorage(const Napi::CallbackInfo& info) {
    const auto storage = ReadStorage(info[0]);
    return Enqueue(
        info.Env(), storage,
        [storage, from = ReadString(info[1]), to = ReadString(info[2])] {
            RenameElement(*storage, from, to);
            return Nothing{};
        },
        ToUndefined);
}

// (storage, class id)
Napi::Value SetClassOfStorage(const Napi::CallbackInfo& info) {
    const auto storage = ReadStorage(info[0]);
    return Enqueue(
        info.Env(), storage,
        [storage, classId = ReadGuid(info[1])] {
            SetStorageClass(*storage, classId);
            return Nothing{};
        },
        ToUndefined);
}

// (storage, target)
Napi::Value CopyStorageTo(const Napi::CallbackInfo& info) {
    const auto source = ReadStorage(info[0]);
    const auto target = ReadStorage(info[1]);
    if (target->OwnApartment() != source->OwnApartment()) {
        throw Napi::TypeError::New(info.Env(), "The target belongs to another thread.");
    }
    return Enqueue(
        info.Env(), source,
        [source, target] {
            CheckOpen(*target);
            CopyStorage(*source, *target);
            return Nothing{};
        },
        ToUndefined);
}

// (storage) -> bytes
Napi::Value StorageToBytes(const Napi::CallbackInfo& info) {
    const auto storage = ReadStorage(info[0]);
    return Enqueue(
        info.Env(), storage, [storage] { return ToBytes(storage->Opened()); }, BytesToValue);
}

// (storage, bytes of a compound file)
Napi::Value FillStorage(const Napi::CallbackInfo& info) {
    const auto storage = ReadStorage(info[0]);
    return Enqueue(
        info.Env(), storage,
        [storage, bytes = std::make_shared<const Bytes>(ReadBytes(info[1]))] {
            Check(FillFromBytes(*storage->Get(), bytes), "IStorage::CopyTo");
            return Nothing{};
        },
        ToUndefined);
}

// (message) -> bytes of the storage under it, saved
Napi::Value SaveMessageToBytes(const Napi::CallbackInfo& info) {
    const auto message = ReadMessage(info[0]);
    return Enqueue(
        info.Env(), message,
        [message] {
            const OpenedStorage& storage = message->OwnStorage();
            if (!storage.storage) {
                throw MapiFailure{
                    MAPI_E_NO_SUPPORT, "mapi-msg",
                    L"the message has no storage of its own. Save it, and what it lies in, and ask the "
                    L"Storage that you opened it on for its bytes: storage.toBytes()"};
            }
            SaveChanges(*message, KEEP_OPEN_READWRITE);
            // With IMSG_NO_ISTG_COMMIT nobody has done so yet.
            Check(storage.storage->Commit(STGC_DEFAULT), "IStorage::Commit");
            return ToBytes(storage);
        },
        BytesToValue);
}

}  // namespace

void BindWriteStorages(Napi::Object exports) {
    BindFunction<CallOnStorage<CommitStorage>>(exports, "commitStorage");
    BindFunction<CallOnStorage<RevertStorage>>(exports, "revertStorage");
    BindFunction<DestroyElementOfStorage>(exports, "destroyElement");
    BindFunction<RenameElementOfStorage>(exports, "renameElement");
    BindFunction<SetClassOfStorage>(exports, "setStorageClass");
    BindFunction<CopyStorageTo>(exports, "copyStorage");
    BindFunction<StorageToBytes>(exports, "storageToBytes");
    BindFunction<FillStorage>(exports, "fillStorage");
    BindFunction<SaveMessageToBytes>(exports, "saveMessageToBytes");
}

}  // namespace mapi_msg

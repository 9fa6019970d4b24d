#include "binding/storage_source.h"

#include "binding/arguments.h"
#include "mapi/failure.h"
#include "storage/memory_lock_bytes.h"
#include "storage/native_storage.h"
#include "storage/ole_storage.h"

namespace mapi_msg {
namespace {

Sharing ReadSharing(const Napi::Value& value) {
    const std::string sharing = value.ToString();
    if (sharing == "exclusive") return Sharing::Exclusive;
    if (sharing == "denyNone") return Sharing::DenyNone;
    return Sharing::DenyWrite;
}

bool IsFolder(const std::wstring& path) {
    const DWORD attributes = ::GetFileAttributesW(LongPath(path).c_str());
    return attributes != INVALID_FILE_ATTRIBUTES && (attributes & FILE_ATTRIBUTE_DIRECTORY) != 0;
}

ComPtr<MemoryLockBytes> MakeLockBytes(Bytes bytes) {
    return ComPtr<MemoryLockBytes>::Adopt(new MemoryLockBytes(std::move(bytes)));
}

OpenedStorage InMemory(ComPtr<IStorage> storage, ComPtr<MemoryLockBytes> bytes) {
    return {std::move(storage), std::move(bytes)};
}

OpenedStorage OpenByOle(const StorageSource& source) {
    ComPtr<IStorage> storage;
    std::shared_ptr<FileTarget> file;
    switch (source.kind) {
        case StorageSource::Kind::File:
            Check(OpenFileStorage(source.path, source.mode, storage.Put(), &file), "StgOpenStorageEx");
            break;
        case StorageSource::Kind::Bytes: {
            const auto bytes = MakeLockBytes(*source.bytes);
            Check(OpenLockBytesStorage(*bytes, source.mode.writable, storage.Put()),
                  "StgOpenStorageOnILockBytes");
            return InMemory(std::move(storage), bytes);
        }
        case StorageSource::Kind::NewFile:
            Check(CreateFileStorage(source.path, source.overwrite, storage.Put(), &file),
                  "StgCreateStorageEx");
            break;
        case StorageSource::Kind::NewInMemory: {
            const auto bytes = MakeLockBytes({});
            Check(CreateLockBytesStorage(*bytes, storage.Put()), "StgCreateDocfileOnILockBytes");
            return InMemory(std::move(storage), bytes);
        }
    }
    if (!file) return {std::move(storage)};
    return {std::move(storage), {}, {}, [file] { return file->Contents(); }};
}

OpenedStorage OpenByOurselves(const StorageSource& source) {
    constexpr char kOpen[] = "mapi-msg's OpenStorage";
    constexpr char kCreate[] = "mapi-msg's CreateStorage";
    constexpr auto kVersion = compound_file::Version::V3;
    ComPtr<IStorage> storage;
    switch (source.kind) {
        case StorageSource::Kind::File:
            Check(OpenNativeFileStorage(source.path, source.mode, storage.Put()), kOpen);
            break;
        case StorageSource::Kind::Bytes: {
            if (!source.mode.writable) {
                Check(OpenNativeMemoryStorage(source.bytes, false, storage.Put()), kOpen);
                return {std::move(storage), {}, source.bytes};
            }
            const auto bytes = MakeLockBytes(*source.bytes);
            Check(OpenNativeLockBytesStorage(*bytes, true, storage.Put()), kOpen);
            return InMemory(std::move(storage), bytes);
        }
        case StorageSource::Kind::NewFile:
            Check(CreateNativeFileStorage(source.path, source.overwrite, kVersion, storage.Put()), kCreate);
            break;
        case StorageSource::Kind::NewInMemory: {
            const auto bytes = MakeLockBytes({});
            Check(CreateNativeLockBytesStorage(*bytes, kVersion, storage.Put()), kCreate);
            return InMemory(std::move(storage), bytes);
        }
    }
    return {std::move(storage)};
}

}  // namespace

OpenedStorage StorageSource::Open(const Provider& provider) const {
    const StorageEngine usual =
        provider.kind == ProviderKind::Embedded ? StorageEngine::Native : StorageEngine::Ole;
    try {
        return engine.value_or(usual) == StorageEngine::Native ? OpenByOurselves(*this) : OpenByOle(*this);
    } catch (MapiFailure& failure) {
        const bool mayBeFolder =
            failure.result == STG_E_ACCESSDENIED || failure.result == STG_E_FILEALREADYEXISTS;
        if (mayBeFolder && (kind == Kind::File || kind == Kind::NewFile) && IsFolder(path)) {
            failure.detail = L"this is a folder, not a file";
        }
        throw;
    }
}

StorageSource ReadStorageSource(const Napi::Value& value) {
    if (!value.IsObject()) throw Napi::TypeError::New(value.Env(), "Expected a storage source.");
    const auto object = value.As<Napi::Object>();
    StorageSource source;
    if (object.Has("engine")) {
        const std::string engine = object.Get("engine").ToString();
        source.engine = engine == "ole" ? StorageEngine::Ole : StorageEngine::Native;
    }
    if (object.Has("create")) {
        const Napi::Value path = object.Get("create");
        source.kind = path.IsNull() ? StorageSource::Kind::NewInMemory : StorageSource::Kind::NewFile;
        if (!path.IsNull()) source.path = ReadString(path);
        source.overwrite = ReadBoolean(object.Get("overwrite"));
        return source;
    }
    source.mode.writable = ReadBoolean(object.Get("writable"));
    if (object.Has("bytes")) {
        source.kind = StorageSource::Kind::Bytes;
        source.bytes = std::make_shared<const Bytes>(ReadBytes(object.Get("bytes")));
        return source;
    }
    source.path = ReadString(object.Get("path"));
    source.mode.sharing = ReadSharing(object.Get("share"));
    return source;
}

}  // namespace mapi_msg

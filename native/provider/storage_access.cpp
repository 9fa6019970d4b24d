#include "provider/storage_access.h"

#include <algorithm>
#include <array>
#include <memory>

#include "provider/result.h"

namespace mapi_msg {

namespace {

struct TaskMemoryDeleter {
    void operator()(wchar_t* text) const { CoTaskMemFree(text); }
};
using TaskString = std::unique_ptr<wchar_t, TaskMemoryDeleter>;

ComPtr<ILockBytes> MakeMemory() {
    ComPtr<ILockBytes> memory;
    ThrowIfStorageFailed(CreateILockBytesOnHGlobal(nullptr, TRUE, memory.Put()));
    return memory;
}

ComPtr<IStorage> MakeStorageOn(ILockBytes* bytes, IStorage* contents) {
    constexpr DWORD kMode = STGM_CREATE | STGM_READWRITE | STGM_SHARE_EXCLUSIVE;
    ComPtr<IStorage> storage;
    ThrowIfStorageFailed(StgCreateDocfileOnILockBytes(bytes, kMode, 0, storage.Put()));
    if (contents) ThrowIfStorageFailed(contents->CopyTo(0, nullptr, nullptr, storage.Get()));
    return storage;
}

}  // namespace

wchar_t* ToTaskString(std::u16string_view text) {
    auto* copy = static_cast<wchar_t*>(CoTaskMemAlloc((text.size() + 1) * sizeof(wchar_t)));
    if (!copy) throw std::bad_alloc();
    std::copy(text.begin(), text.end(), copy);
    copy[text.size()] = L'\0';
    return copy;
}

std::vector<StorageElement> ListElements(IStorage& storage) {
    ComPtr<IEnumSTATSTG> enumerator;
    ThrowIfStorageFailed(storage.EnumElements(0, nullptr, 0, enumerator.Put()));
    std::vector<StorageElement> elements;
    for (;;) {
        std::array<STATSTG, 32> batch{};
        ULONG count = 0;
        const HRESULT result = enumerator->Next(static_cast<ULONG>(batch.size()), batch.data(), &count);
        ThrowIfStorageFailed(result);
        count = std::min(count, static_cast<ULONG>(batch.size()));
        std::array<TaskString, batch.size()> names;
        for (ULONG i = 0; i < count; ++i) names[i].reset(batch[i].pwcsName);
        for (ULONG i = 0; i < count; ++i) {
            if (!names[i]) continue;
            const auto name = format::ParseElementName(reinterpret_cast<const char16_t*>(names[i].get()));
            if (name.kind == format::ElementKind::kOther) continue;
            elements.push_back({name, batch[i].type == STGTY_STORAGE, 0, 0});
        }
        if (count == 0 || result != S_OK) return elements;
    }
}

DWORD AccessOf(IStorage& storage) {
    STATSTG status{};
    ThrowIfStorageFailed(storage.Stat(&status, STATFLAG_NONAME));
    constexpr DWORD kAccessMask = STGM_READ | STGM_WRITE | STGM_READWRITE;
    const DWORD access = status.grfMode & kAccessMask;
    if (access != STGM_READ && access != STGM_READWRITE) throw ResultError{MAPI_E_NO_ACCESS};
    return access;
}

ComPtr<IStorage> OpenChildStorage(IStorage& parent, const std::u16string& name, DWORD access) {
    ComPtr<IStorage> child;
    const HRESULT result = parent.OpenStorage(ToWide(name.c_str()), nullptr, access | STGM_SHARE_EXCLUSIVE,
                                              nullptr, 0, child.Put());
    if (result == STG_E_FILENOTFOUND) return {};
    ThrowIfStorageFailed(result);
    return child;
}

ComPtr<IStream> OpenChildStream(IStorage& parent, const std::u16string& name, DWORD access) {
    ComPtr<IStream> child;
    const HRESULT result =
        parent.OpenStream(ToWide(name.c_str()), nullptr, access | STGM_SHARE_EXCLUSIVE, 0, child.Put());
    if (result == STG_E_FILENOTFOUND) return {};
    ThrowIfStorageFailed(result);
    return child;
}

std::uint64_t SizeOf(IStream& stream) {
    STATSTG status{};
    ThrowIfStorageFailed(stream.Stat(&status, STATFLAG_NONAME));
    return status.cbSize.QuadPart;
}

std::optional<format::ByteVector> ReadAll(IStream& stream, std::uint64_t limit) {
    ThrowIfStorageFailed(stream.Seek({}, STREAM_SEEK_SET, nullptr));
    // Memory grows with what was read, not with what the directory entry claims.
    constexpr std::size_t kSmallChunk = 4096;
    constexpr std::size_t kLargestChunk = 1 << 20;
    format::ByteVector bytes;
    std::array<std::uint8_t, kSmallChunk> first;
    for (;;) {
        ULONG read = 0;
        if (bytes.size() < kSmallChunk) {
            ThrowIfStorageFailed(stream.Read(first.data(), static_cast<ULONG>(first.size()), &read));
            bytes.insert(bytes.end(), first.begin(),
                         first.begin() + std::min<std::size_t>(read, first.size()));
        } else {
            const std::size_t start = bytes.size();
            const std::size_t chunk = std::min(start, kLargestChunk);
            bytes.resize(start + chunk);
            ThrowIfStorageFailed(stream.Read(bytes.data() + start, static_cast<ULONG>(chunk), &read));
            bytes.resize(start + std::min<std::size_t>(read, chunk));
        }
        if (bytes.size() > limit) return std::nullopt;
        if (read == 0) return bytes;
    }
}

ComPtr<IStorage> MakeTemporaryStorage(IStorage* contents) {
    return MakeStorageOn(MakeMemory().Get(), contents);
}

format::ByteVector ToDocfile(IStorage& storage) {
    const ComPtr<ILockBytes> memory = MakeMemory();
    ThrowIfStorageFailed(MakeStorageOn(memory.Get(), &storage)->Commit(STGC_DEFAULT));

    STATSTG status{};
    ThrowIfStorageFailed(memory->Stat(&status, STATFLAG_NONAME));
    if (status.cbSize.QuadPart > MAXLONG) throw ResultError{MAPI_E_NOT_ENOUGH_MEMORY};
    format::ByteVector bytes(static_cast<std::size_t>(status.cbSize.QuadPart));
    ULONG read = 0;
    ThrowIfStorageFailed(memory->ReadAt({}, bytes.data(), static_cast<ULONG>(bytes.size()), &read));
    bytes.resize(std::min<std::size_t>(read, bytes.size()));
    return bytes;
}

}  // namespace mapi_msg

#include "provider/storage_access.h"

#include <algorithm>
#include <array>
#include <memory>

#include "provider/result.h"
#include "storage/copy_elements.h"
#include "storage/memory_lock_bytes.h"
#include "storage/native_storage.h"

namespace mapi_msg {

namespace {

struct TaskMemoryDeleter {
    void operator()(wchar_t* text) const { CoTaskMemFree(text); }
};
using TaskString = std::unique_ptr<wchar_t, TaskMemoryDeleter>;

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

void CopyStorage(IStorage& source, IStorage& target) {
    ThrowIfStorageFailed(CopyElements(source, {}, target));
}

ComPtr<IStorage> MakeTemporaryStorage(IStorage* contents) {
    ComPtr<IStorage> storage;
    ThrowIfStorageFailed(CreateNativeMemoryStorage(storage.Put()));
    if (contents) CopyStorage(*contents, *storage);
    return storage;
}

format::ByteVector ToDocfile(IStorage& storage) {
    const auto memory = ComPtr<MemoryLockBytes>::Adopt(new MemoryLockBytes({}));
    ComPtr<IStorage> copy;
    ThrowIfStorageFailed(CreateNativeLockBytesStorage(*memory, compound_file::Version::V3, copy.Put()));
    CopyStorage(storage, *copy);
    ThrowIfStorageFailed(copy->Commit(STGC_DEFAULT));
    format::ByteVector bytes = *memory->Bytes();
    if (bytes.size() > MAXLONG) throw ResultError{MAPI_E_NOT_ENOUGH_MEMORY};
    return bytes;
}

}  // namespace mapi_msg

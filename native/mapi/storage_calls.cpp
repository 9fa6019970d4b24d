#include "mapi/storage_calls.h"

#include <array>
#include <memory>

#include "mapi/answers.h"

namespace mapi_msg {
namespace {

// Elements are opened exclusively: OLE knows no other way. What is written to them becomes part of the
// storage at once, and lasts when that is committed.
DWORD ModeBits(const ElementMode& mode) {
    const DWORD access = mode.writable ? STGM_READWRITE : STGM_READ;
    return access | STGM_SHARE_EXCLUSIVE | (mode.create && mode.replace ? STGM_CREATE : 0);
}

struct TaskMemoryFreer {
    void operator()(wchar_t* memory) const { ::CoTaskMemFree(memory); }
};

std::uint64_t ToTicks(const FILETIME& time) {
    return (std::uint64_t{time.dwHighDateTime} << 32) | time.dwLowDateTime;
}

// Takes over the name, which OLE allocated.
ElementFacts TakeFacts(STATSTG& stat) {
    const std::unique_ptr<wchar_t, TaskMemoryFreer> name(stat.pwcsName);
    stat.pwcsName = nullptr;
    return {name ? name.get() : L"", stat.type,          stat.cbSize.QuadPart, stat.clsid,
            ToTicks(stat.ctime),     ToTicks(stat.mtime)};
}

}  // namespace

std::vector<ElementFacts> ListElements(StorageHandle& storage) {
    ComPtr<IEnumSTATSTG> enumerator;
    Check(storage->EnumElements(0, nullptr, 0, enumerator.Put()), "IStorage::EnumElements");
    CheckGiven(enumerator, "IStorage::EnumElements", L"It gave no list.");
    std::vector<ElementFacts> elements;
    while (true) {
        std::array<STATSTG, 64> batch = {};
        ULONG count = 0;
        const HRESULT result = enumerator->Next(static_cast<ULONG>(batch.size()), batch.data(), &count);
        for (ULONG i = 0; i < count && i < batch.size(); i++) elements.push_back(TakeFacts(batch[i]));
        Check(result, "IEnumSTATSTG::Next");
        CheckAnswer(count <= batch.size(), "IEnumSTATSTG::Next",
                    L"It gave more elements than was asked for.");
        CheckAnswer(elements.size() <= kMostRows, "IEnumSTATSTG::Next", L"It gave elements without end.");
        if (result != S_OK || count == 0) return elements;
    }
}

ElementFacts StatStorage(StorageHandle& storage) {
    STATSTG stat = {};
    Check(storage->Stat(&stat, STATFLAG_DEFAULT), "IStorage::Stat");
    return TakeFacts(stat);
}

void CheckElementName(const std::wstring& name) {
    constexpr std::size_t kLongest = 31;
    if (name.empty() || name.size() > kLongest || name.find_first_of(L"/\\:!") != std::wstring::npos) {
        throw MapiFailure{STG_E_INVALIDNAME, "IStorage"};
    }
}

std::shared_ptr<StorageHandle> OpenStorageIn(const std::shared_ptr<StorageHandle>& storage,
                                             const std::wstring& name, const ElementMode& mode) {
    ComPtr<IStorage> opened;
    if (mode.create) {
        CheckElementName(name);
        Check((*storage)->CreateStorage(name.c_str(), ModeBits(mode), 0, 0, opened.Put()),
              "IStorage::CreateStorage");
    } else {
        Check((*storage)->OpenStorage(name.c_str(), nullptr, ModeBits(mode), nullptr, 0, opened.Put()),
              "IStorage::OpenStorage");
    }
    CheckGiven(opened, mode.create ? "IStorage::CreateStorage" : "IStorage::OpenStorage",
               L"It gave no storage.");
    return OpenObject<StorageHandle>(storage->OwnApartment(), storage, OpenedStorage{std::move(opened)});
}

std::shared_ptr<StreamHandle> OpenStreamIn(const std::shared_ptr<StorageHandle>& storage,
                                           const std::wstring& name, const ElementMode& mode) {
    ComPtr<IStream> opened;
    if (mode.create) {
        CheckElementName(name);
        Check((*storage)->CreateStream(name.c_str(), ModeBits(mode), 0, 0, opened.Put()),
              "IStorage::CreateStream");
    } else {
        Check((*storage)->OpenStream(name.c_str(), nullptr, ModeBits(mode), 0, opened.Put()),
              "IStorage::OpenStream");
    }
    CheckGiven(opened, mode.create ? "IStorage::CreateStream" : "IStorage::OpenStream",
               L"It gave no stream.");
    return OpenObject<StreamHandle>(ObjectKind::Stream, storage->OwnApartment(), storage, std::move(opened));
}

}  // namespace mapi_msg

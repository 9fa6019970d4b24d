#include "mapi/storage_calls.h"

#include <array>
#include <memory>

#include "mapi/failure.h"

namespace mapi_msg {
namespace {

// Sub-objects are opened exclusively: OLE knows no other way.
constexpr DWORD kReadElement = STGM_READ | STGM_SHARE_EXCLUSIVE;

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
    std::vector<ElementFacts> elements;
    while (true) {
        std::array<STATSTG, 64> batch = {};
        ULONG count = 0;
        const HRESULT result = enumerator->Next(static_cast<ULONG>(batch.size()), batch.data(), &count);
        for (ULONG i = 0; i < count && i < batch.size(); i++) elements.push_back(TakeFacts(batch[i]));
        Check(result, "IEnumSTATSTG::Next");
        if (result != S_OK || count == 0) return elements;
    }
}

ElementFacts StatStorage(StorageHandle& storage) {
    STATSTG stat = {};
    Check(storage->Stat(&stat, STATFLAG_DEFAULT), "IStorage::Stat");
    return TakeFacts(stat);
}

std::shared_ptr<StorageHandle> OpenSubStorage(const std::shared_ptr<StorageHandle>& storage,
                                              const std::wstring& name) {
    ComPtr<IStorage> opened;
    Check((*storage)->OpenStorage(name.c_str(), nullptr, kReadElement, nullptr, 0, opened.Put()),
          "IStorage::OpenStorage");
    return OpenObject<StorageHandle>(ObjectKind::Storage, storage->OwnApartment(), storage,
                                     std::move(opened));
}

std::shared_ptr<StreamHandle> OpenStreamOf(const std::shared_ptr<StorageHandle>& storage,
                                           const std::wstring& name) {
    ComPtr<IStream> opened;
    Check((*storage)->OpenStream(name.c_str(), nullptr, kReadElement, 0, opened.Put()),
          "IStorage::OpenStream");
    return OpenObject<StreamHandle>(ObjectKind::Stream, storage->OwnApartment(), storage, std::move(opened));
}

}  // namespace mapi_msg

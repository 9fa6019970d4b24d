// IStorage. Session thread only; these throw MapiFailure.
#pragma once

#include <string>
#include <vector>

#include "mapi/objects.h"

namespace mapi_msg {

// What STATSTG tells of a storage, a stream in it, or itself.
struct ElementFacts {
    std::wstring name;
    // STGTY_STORAGE or STGTY_STREAM
    DWORD type = 0;
    std::uint64_t size = 0;
    GUID classId = {};
    // FILETIME ticks; 0 for none.
    std::uint64_t created = 0;
    std::uint64_t modified = 0;
};

std::vector<ElementFacts> ListElements(StorageHandle& storage);
ElementFacts StatStorage(StorageHandle& storage);
std::shared_ptr<StorageHandle> OpenSubStorage(const std::shared_ptr<StorageHandle>& storage,
                                              const std::wstring& name);
std::shared_ptr<StreamHandle> OpenStreamOf(const std::shared_ptr<StorageHandle>& storage,
                                           const std::wstring& name);

}  // namespace mapi_msg

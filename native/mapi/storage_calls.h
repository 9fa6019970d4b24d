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

// How an element of a storage is opened, or made.
struct ElementMode {
    bool writable = false;
    // Make it; what has the name already is in the way unless `replace`.
    bool create = false;
    bool replace = false;
};

// Throws unless an element may be given the name. OLE itself is not that strict everywhere. [MS-CFB] 2.6.1
void CheckElementName(const std::wstring& name);

std::shared_ptr<StorageHandle> OpenStorageIn(const std::shared_ptr<StorageHandle>& storage,
                                             const std::wstring& name, const ElementMode& mode);
std::shared_ptr<StreamHandle> OpenStreamIn(const std::shared_ptr<StorageHandle>& storage,
                                           const std::wstring& name, const ElementMode& mode);

}  // namespace mapi_msg

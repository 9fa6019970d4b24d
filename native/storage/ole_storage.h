// Compound files through OLE's own functions.
// https://learn.microsoft.com/windows/win32/stg/structured-storage-start-page
#pragma once

#include <objidl.h>
#include <windows.h>

#include <cstdint>
#include <span>
#include <string>

namespace mapi_msg {

// What others may do with a file while it is open here.
enum class Sharing { Exclusive, DenyWrite, DenyNone };

struct FileMode {
    // Read-write is transacted, as OpenIMsgOnIStg demands: nothing reaches the file before Commit.
    bool writable = false;
    Sharing sharing = Sharing::DenyWrite;
};

// The caller releases what comes back in `storage`. Results are OLE's own, such as STG_E_FILENOTFOUND;
// a folder gives STG_E_ACCESSDENIED.
HRESULT OpenFileStorage(const std::wstring& path, const FileMode& mode, IStorage** storage);

// Always writable and exclusive. An existing file is replaced if `overwrite`, else the result is
// STG_E_FILEALREADYEXISTS.
HRESULT CreateFileStorage(const std::wstring& path, bool overwrite, IStorage** storage);

// On a copy of `bytes`, in memory.
HRESULT OpenMemoryStorage(std::span<const std::uint8_t> bytes, bool writable, IStorage** storage);

HRESULT CreateMemoryStorage(IStorage** storage);

}  // namespace mapi_msg

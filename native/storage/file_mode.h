// How a file is opened as a storage.
#pragma once

#include <windows.h>

#include <string>

namespace mapi_msg {

// What others may do with a file while it is open here.
enum class Sharing { Exclusive, DenyWrite, DenyNone };

struct FileMode {
    // Read-write is transacted, as OpenIMsgOnIStg demands: nothing reaches the file before Commit.
    bool writable = false;
    Sharing sharing = Sharing::DenyWrite;
};

// Paths longer than MAX_PATH in the form that Windows takes as it is; others unchanged.
std::wstring LongPath(const std::wstring& path);

// For OLE: STGM_SHARE_*.
DWORD ShareBits(Sharing sharing);

// For CreateFile: FILE_SHARE_*.
DWORD FileShareBits(Sharing sharing);

// The STG_E_* code for an error of a file function.
HRESULT StorageResult(DWORD windowsError);

}  // namespace mapi_msg

// Compound files through the implementation in compound_file/, with the same results as OLE's functions.
#pragma once

#include <objidl.h>
#include <windows.h>

#include <cstdint>
#include <string>
#include <vector>

#include "storage/file_mode.h"

namespace mapi_msg {

// The caller releases what comes back in `storage`. Results are those of OpenFileStorage. Opening takes as
// long for a large file as for a small one.
HRESULT OpenNativeFileStorage(const std::wstring& path, const FileMode& mode, IStorage** storage);

// Bytes that are no compound file give STG_E_INVALIDHEADER.
HRESULT OpenNativeMemoryStorage(std::vector<std::uint8_t> bytes, bool writable, IStorage** storage);

}  // namespace mapi_msg

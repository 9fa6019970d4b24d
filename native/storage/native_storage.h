// Compound files through the implementation in compound_file/, with the same results as OLE's functions.
//
// A storage that is writable is transacted: nothing is changed before Commit, which replaces all at once. To
// commit a storage in a file needs the right to create files in its folder; it fails, and changes nothing,
// while somebody else has the file open. What is written is kept in memory until then.
#pragma once

#include <objidl.h>
#include <windows.h>

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "storage/compound_file/writer.h"
#include "storage/file_mode.h"
#include "storage/memory_lock_bytes.h"

namespace mapi_msg {

// The caller releases what comes back in `storage`. Results are those of OpenFileStorage. Opening takes as
// long for a large file as for a small one.
HRESULT OpenNativeFileStorage(const std::wstring& path, const FileMode& mode, IStorage** storage);

// Always writable and exclusive. An existing file is replaced at the first Commit if `overwrite`, else the
// result is STG_E_FILEALREADYEXISTS. Without any Commit there is no new file in the end.
HRESULT CreateNativeFileStorage(const std::wstring& path, bool overwrite, compound_file::Version version,
                                IStorage** storage);

// What is no compound file gives STG_E_INVALIDHEADER. Commit overwrites the bytes, in memory or wherever they
// are, which is only safe where that cannot fail.
HRESULT OpenNativeLockBytesStorage(ILockBytes& lockBytes, bool writable, IStorage** storage);
// The same; Commit replaces the bytes.
HRESULT OpenNativeLockBytesStorage(MemoryLockBytes& lockBytes, bool writable, IStorage** storage);

// What `lockBytes` holds is overwritten at the first Commit, or replaced.
HRESULT CreateNativeLockBytesStorage(ILockBytes& lockBytes, compound_file::Version version,
                                     IStorage** storage);
HRESULT CreateNativeLockBytesStorage(MemoryLockBytes& lockBytes, compound_file::Version version,
                                     IStorage** storage);

// On bytes of its own.
HRESULT OpenNativeMemoryStorage(std::shared_ptr<const std::vector<std::uint8_t>> bytes, bool writable,
                                IStorage** storage);
HRESULT CreateNativeMemoryStorage(IStorage** storage);

}  // namespace mapi_msg

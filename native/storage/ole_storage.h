// Compound files through OLE's own functions.
// https://learn.microsoft.com/windows/win32/stg/structured-storage-start-page
#pragma once

#include <objidl.h>
#include <windows.h>

#include <memory>
#include <string>

#include "storage/file_mode.h"
#include "storage/file_target.h"

namespace mapi_msg {

// Storages that are writable are transacted, and work on a copy in memory: nothing is changed before Commit,
// which replaces the file, or the bytes, in one step.
//
// The caller releases what comes back in `storage`. Results are OLE's own, such as STG_E_FILENOTFOUND, or
// STG_E_FILEALREADYEXISTS for a file that is no compound file; a folder gives STG_E_ACCESSDENIED. Files that
// OLE might never finish to read are refused with STG_E_DOCFILECORRUPT.
//
// `file` gets what a writable storage is saved to, and stays as it is for the others.
HRESULT OpenFileStorage(const std::wstring& path, const FileMode& mode, IStorage** storage,
                        std::shared_ptr<FileTarget>* file = nullptr);

// Always writable and exclusive. An existing file is replaced at the first Commit if `overwrite`, else the
// result is STG_E_FILEALREADYEXISTS. Without any Commit there is no new file in the end.
HRESULT CreateFileStorage(const std::wstring& path, bool overwrite, IStorage** storage,
                          std::shared_ptr<FileTarget>* file = nullptr);

// On the bytes as they are. Those that are no compound file give STG_E_INVALIDHEADER, as with OLE.
HRESULT OpenLockBytesStorage(ILockBytes& lockBytes, bool writable, IStorage** storage);

// What `lockBytes` holds is overwritten at the first Commit.
HRESULT CreateLockBytesStorage(ILockBytes& lockBytes, IStorage** storage);

}  // namespace mapi_msg

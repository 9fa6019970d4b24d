// A file as the source of a compound file's bytes.
#pragma once

#include <windows.h>

#include <memory>
#include <string>

#include "storage/compound_file/byte_source.h"
#include "storage/file_mode.h"

namespace mapi_msg {

struct FileCloser {
    using pointer = HANDLE;
    void operator()(HANDLE file) const { ::CloseHandle(file); }
};
using UniqueFile = std::unique_ptr<HANDLE, FileCloser>;

// The result is STG_E_FILENOTFOUND, STG_E_PATHNOTFOUND, STG_E_SHAREVIOLATION and the like; STG_E_ACCESSDENIED
// for a folder.
HRESULT OpenFileSource(const std::wstring& path, const FileMode& mode,
                       std::shared_ptr<const compound_file::ByteSource>* source);

}  // namespace mapi_msg

// What IStorage has for writing. Session thread only; these throw MapiFailure.
// https://learn.microsoft.com/windows/win32/api/objidl/nn-objidl-istorage
#pragma once

#include <string>

#include "mapi/objects.h"

namespace mapi_msg {

void DestroyElement(StorageHandle& storage, const std::wstring& name);
void RenameElement(StorageHandle& storage, const std::wstring& from, const std::wstring& to);
void SetStorageClass(StorageHandle& storage, const GUID& classId);
void CopyStorage(StorageHandle& source, StorageHandle& target);
void CommitStorage(StorageHandle& storage);
void RevertStorage(StorageHandle& storage);

}  // namespace mapi_msg

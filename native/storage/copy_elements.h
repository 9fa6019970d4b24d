// Copies between storages, which may be of any implementation.
#pragma once

#include <objidl.h>
#include <windows.h>

#include <span>

namespace mapi_msg {

// What IStorage::CopyTo leaves out.
struct ElementFilter {
    std::span<const IID> excludedIids;
    SNB excludedNames = nullptr;
};

// Class, state bits and all elements but the excluded ones. Streams of the same name are replaced, storages
// of the same name are added to.
// https://learn.microsoft.com/windows/win32/api/objidl/nf-objidl-istorage-copyto
HRESULT CopyElements(IStorage& source, const ElementFilter& filter, IStorage& target);

// One stream or storage, under another name.
HRESULT CopyElement(IStorage& source, const OLECHAR* name, IStorage& target, const OLECHAR* newName);

}  // namespace mapi_msg

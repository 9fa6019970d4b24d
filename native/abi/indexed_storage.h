// What our own storages offer beyond IStorage: all that a storage holds at a glance, and streams without
// opening them. The embedded provider uses it where a storage has it.
#pragma once

#include <objidl.h>

namespace mapi_msg {

struct IndexedElement {
    const wchar_t* name;  // without a NUL
    ULONG nameLength;
    BOOL isStorage;
    ULONGLONG size;  // of a stream, in bytes
};

// All of a stream, into a target of its size.
struct IndexedRead {
    ULONG index;
    void* target;
    HRESULT result;
};

MIDL_INTERFACE("3d1c4b5e-6f0a-4f57-9d55-0f2b8c1e7a93")
IIndexedStorage : public IStorage {
    // What the storage holds, in the order of names. S_FALSE, and nothing, where something may have been
    // changed since it was opened. The list is good until anything changes in the file's storages.
    virtual HRESULT STDMETHODCALLTYPE ListElements(const IndexedElement** elements, ULONG* count) = 0;
    // Reads streams of that list. STG_E_REVERTED, and nothing, where something was changed since it was made.
    virtual HRESULT STDMETHODCALLTYPE ReadElements(IndexedRead * reads, ULONG count) = 0;
};

}  // namespace mapi_msg

#ifdef __CRT_UUID_DECL
__CRT_UUID_DECL(mapi_msg::IIndexedStorage, 0x3d1c4b5e, 0x6f0a, 0x4f57, 0x9d, 0x55, 0x0f, 0x2b, 0x8c, 0x1e,
                0x7a, 0x93)
#endif

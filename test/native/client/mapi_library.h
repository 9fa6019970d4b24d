// The MAPI DLL under test, by the toolchain's own MAPI headers.
#pragma once

#ifndef WIN32_LEAN_AND_MEAN
#error "the MAPI headers are written for a lean windows.h"
#endif

#include <windows.h>
// objbase.h comes before the MAPI headers, which use its types.
#include <objbase.h>

#include <imessage.h>
#include <mapicode.h>
#include <mapidefs.h>
#include <mapiguid.h>
#include <mapitags.h>
#include <mapiutil.h>
#include <mapix.h>

#include <string>

namespace client {

struct MapiLibrary {
    decltype(&::OpenIMsgSession) OpenIMsgSession;
    decltype(&::CloseIMsgSession) CloseIMsgSession;
    decltype(&::OpenIMsgOnIStg) OpenIMsgOnIStg;
    decltype(&::GetAttribIMsgOnIStg) GetAttribIMsgOnIStg;
    decltype(&::SetAttribIMsgOnIStg) SetAttribIMsgOnIStg;
    decltype(&::MapStorageSCode) MapStorageSCode;
    decltype(&::MAPIInitialize) MAPIInitialize;
    decltype(&::MAPIUninitialize) MAPIUninitialize;
    decltype(&::MAPIAllocateBuffer) MAPIAllocateBuffer;
    decltype(&::MAPIAllocateMore) MAPIAllocateMore;
    decltype(&::MAPIFreeBuffer) MAPIFreeBuffer;
    decltype(&::MAPIGetDefaultMalloc) MAPIGetDefaultMalloc;
    decltype(&::FreeProws) FreeProws;
    decltype(&::HrQueryAllRows) HrQueryAllRows;
    decltype(&::HrGetOneProp) HrGetOneProp;
    decltype(&::WrapCompressedRTFStream) WrapCompressedRTFStream;
    // The DLL's own count of what is alive; absent in other MAPI DLLs.
    void(STDAPICALLTYPE* MapiMsgLiveCounts)(ULONG* objects, ULONG* allocations);
};

// The loaded functions. Not to be used before LoadMapi succeeded.
extern MapiLibrary mapi;

// What is wrong, or nothing.
std::string LoadMapi(const wchar_t* path);

}  // namespace client

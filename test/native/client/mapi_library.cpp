#define INITGUID
#define USES_IID_IMAPIProp
#define USES_IID_IMAPITable
#define USES_IID_IMessage
#define USES_IID_IAttachment
#define USES_PS_MAPI
#define USES_PS_PUBLIC_STRINGS
#include "client/mapi_library.h"

namespace client {

MapiLibrary mapi{};

namespace {

template <typename Function>
bool Find(HMODULE module, const char* name, Function& function, std::string& missing) {
    function = reinterpret_cast<Function>(reinterpret_cast<void*>(GetProcAddress(module, name)));
    if (!function) missing += std::string(missing.empty() ? "" : ", ") + name;
    return function != nullptr;
}

}  // namespace

std::string LoadMapi(const wchar_t* path) {
    const HMODULE module = LoadLibraryW(path);
    if (!module) return "the DLL cannot be loaded: error " + std::to_string(GetLastError());
    std::string missing;
    Find(module, "OpenIMsgSession", mapi.OpenIMsgSession, missing);
    Find(module, "CloseIMsgSession", mapi.CloseIMsgSession, missing);
    Find(module, "OpenIMsgOnIStg", mapi.OpenIMsgOnIStg, missing);
    Find(module, "GetAttribIMsgOnIStg", mapi.GetAttribIMsgOnIStg, missing);
    Find(module, "SetAttribIMsgOnIStg", mapi.SetAttribIMsgOnIStg, missing);
    Find(module, "MapStorageSCode", mapi.MapStorageSCode, missing);
    Find(module, "MAPIInitialize", mapi.MAPIInitialize, missing);
    Find(module, "MAPIUninitialize", mapi.MAPIUninitialize, missing);
    Find(module, "MAPIAllocateBuffer", mapi.MAPIAllocateBuffer, missing);
    Find(module, "MAPIAllocateMore", mapi.MAPIAllocateMore, missing);
    Find(module, "MAPIFreeBuffer", mapi.MAPIFreeBuffer, missing);
    Find(module, "MAPIGetDefaultMalloc", mapi.MAPIGetDefaultMalloc, missing);
    Find(module, "FreeProws", mapi.FreeProws, missing);
    Find(module, "HrQueryAllRows", mapi.HrQueryAllRows, missing);
    Find(module, "HrGetOneProp", mapi.HrGetOneProp, missing);
    Find(module, "WrapCompressedRTFStream", mapi.WrapCompressedRTFStream, missing);
    std::string optional;
    Find(module, "MapiMsgLiveCounts", mapi.MapiMsgLiveCounts, optional);
    return missing.empty() ? "" : "the DLL does not export " + missing;
}

}  // namespace client

// A MAPI DLL that takes half a second to load and then opens empty sessions, to test that nobody waits for it
// who should not.
#include "abi/mapi.h"

BOOL APIENTRY DllMain(HINSTANCE, DWORD reason, LPVOID) {
    constexpr DWORD kLoadingTime = 500;
    if (reason == DLL_PROCESS_ATTACH) ::Sleep(kLoadingTime);
    return TRUE;
}

#define MAPI_EXPORT extern "C" __declspec(dllexport)

MAPI_EXPORT HRESULT STDAPICALLTYPE MAPIInitialize(void*) { return S_OK; }
MAPI_EXPORT void STDAPICALLTYPE MAPIUninitialize() {}
MAPI_EXPORT SCODE STDAPICALLTYPE MAPIAllocateBuffer(ULONG, void**) { return MAPI_E_NOT_ENOUGH_MEMORY; }
MAPI_EXPORT SCODE STDAPICALLTYPE MAPIAllocateMore(ULONG, void*, void**) { return MAPI_E_NOT_ENOUGH_MEMORY; }
MAPI_EXPORT ULONG STDAPICALLTYPE MAPIFreeBuffer(void*) { return S_OK; }

MAPI_EXPORT IMalloc* STDAPICALLTYPE MAPIGetDefaultMalloc() {
    IMalloc* allocator = nullptr;
    return SUCCEEDED(::CoGetMalloc(1, &allocator)) ? allocator : nullptr;
}

MAPI_EXPORT SCODE STDAPICALLTYPE OpenIMsgSession(IMalloc*, ULONG, LPMSGSESS* session) {
    static int onlySession = 0;
    *session = reinterpret_cast<LPMSGSESS>(&onlySession);
    return S_OK;
}

MAPI_EXPORT void STDAPICALLTYPE CloseIMsgSession(LPMSGSESS) {}

MAPI_EXPORT SCODE STDAPICALLTYPE OpenIMsgOnIStg(LPMSGSESS, ALLOCATEBUFFER*, ALLOCATEMORE*, FREEBUFFER*,
                                                IMalloc*, void*, IStorage*, MSGCALLRELEASE*, ULONG, ULONG,
                                                IMessage**) {
    return MAPI_E_NO_SUPPORT;
}

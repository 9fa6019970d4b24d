// The functions of imessage.h and of memory, as mapi32.dll exports them.
#include "provider/live_counts.h"
#include "provider/memory.h"
#include "provider/open_message.h"
#include "provider/prop_object.h"
#include "provider/rtf_stream.h"

using namespace mapi_msg;

namespace {

// How often the process has initialized MAPI without uninitializing it. Messages on storages work without.
std::atomic<LONG> initializations{0};
// How often MAPIInitialize entered COM on this thread.
thread_local ULONG comInitializations = 0;

void EnterCom() {
    ThrowIfFailed(CoInitialize(nullptr));
    ++comInitializations;
}

void LeaveCom() {
    if (comInitializations == 0) return;
    --comInitializations;
    CoUninitialize();
}

OwnObject* FindOwnObject(IUnknown* object) {
    void* found = nullptr;
    if (FAILED(object->QueryInterface(OwnObject::kIid, &found))) return nullptr;
    return static_cast<OwnObject*>(found);
}

// Calls a function of the object behind a pointer that may be of another provider.
template <typename Function>
HRESULT WithOwnObject(void* pointer, Function&& function) {
    return Guarded([&]() -> HRESULT {
        if (!pointer) return MAPI_E_INVALID_PARAMETER;
        auto* object = static_cast<IUnknown*>(pointer);
        OwnObject* attributed = FindOwnObject(object);
        if (!attributed) return MAPI_E_INVALID_PARAMETER;
        const ComPtr<IUnknown> reference = ComPtr<IUnknown>::Adopt(object);
        return function(*attributed);
    });
}

}  // namespace

extern "C" {

SCODE STDAPICALLTYPE OpenIMsgSession(IMalloc* allocator, ULONG flags, LPMSGSESS* session) {
    return Guarded([&]() -> HRESULT {
        if (!session) return MAPI_E_INVALID_PARAMETER;
        *session = nullptr;
        if (!allocator) return MAPI_E_INVALID_PARAMETER;
        // The documentation says both that the flags are reserved and that MAPI_UNICODE is one.
        CheckFlags(flags, MAPI_UNICODE);
        *session = Session::Open();
        return S_OK;
    });
}

void STDAPICALLTYPE CloseIMsgSession(LPMSGSESS session) {
    Guarded([&]() -> HRESULT {
        Session::Close(session);
        return S_OK;
    });
}

SCODE STDAPICALLTYPE OpenIMsgOnIStg(LPMSGSESS session, ALLOCATEBUFFER* allocateBuffer,
                                    ALLOCATEMORE* allocateMore, FREEBUFFER* freeBuffer, IMalloc*,
                                    void* support, IStorage* storage, MSGCALLRELEASE* callRelease,
                                    ULONG callerData, ULONG flags, IMessage** message) {
    return Guarded([&] {
        return OpenMessage({session, allocateBuffer, allocateMore, freeBuffer, support, storage, callRelease,
                            callerData, flags},
                           message);
    });
}

HRESULT STDAPICALLTYPE GetAttribIMsgOnIStg(void* object, SPropTagArray* tags, SPropAttrArray** attributes) {
    return WithOwnObject(object,
                         [&](OwnObject& attributed) { return attributed.GetAttributes(tags, attributes); });
}

HRESULT STDAPICALLTYPE SetAttribIMsgOnIStg(void* object, SPropTagArray* tags, SPropAttrArray* attributes,
                                           SPropProblemArray** problems) {
    return WithOwnObject(
        object, [&](OwnObject& attributed) { return attributed.SetAttributes(tags, attributes, problems); });
}

SCODE STDAPICALLTYPE MapStorageSCode(SCODE storageCode) { return ToMapiCode(storageCode); }

HRESULT STDAPICALLTYPE MAPIInitialize(void* init) {
    return Guarded([&]() -> HRESULT {
        ULONG flags = 0;
        if (const auto* options = static_cast<const MAPIINIT_0*>(init)) {
            if (options->ulVersion != MAPI_INIT_VERSION) return MAPI_E_VERSION;
            flags = options->ulFlags;
            CheckFlags(flags, MAPI_MULTITHREAD_NOTIFICATIONS | MAPI_NO_COINIT | MAPI_NT_SERVICE);
        }
        if (!(flags & MAPI_NO_COINIT)) EnterCom();
        ++initializations;
        return S_OK;
    });
}

void STDAPICALLTYPE MAPIUninitialize() {
    if (--initializations < 0) {
        ++initializations;
        return;
    }
    LeaveCom();
}

SCODE STDAPICALLTYPE ScInitMapiUtil(ULONG flags) { return flags == 0 ? S_OK : MAPI_E_UNKNOWN_FLAGS; }

void STDAPICALLTYPE DeinitMapiUtil() {}

SCODE STDAPICALLTYPE MAPIAllocateBuffer(ULONG size, void** buffer) {
    if (!buffer) return MAPI_E_INVALID_PARAMETER;
    *buffer = AllocateRootBlock(size);
    return *buffer ? S_OK : MAPI_E_NOT_ENOUGH_MEMORY;
}

SCODE STDAPICALLTYPE MAPIAllocateMore(ULONG size, void* root, void** buffer) {
    if (!buffer) return MAPI_E_INVALID_PARAMETER;
    *buffer = nullptr;
    if (!IsRootBlock(root)) return MAPI_E_INVALID_PARAMETER;
    *buffer = AllocateLinkedBlock(size, root);
    return *buffer ? S_OK : MAPI_E_NOT_ENOUGH_MEMORY;
}

// Undocumented in MAPI, but exported: a block of another size with the same contents.
SCODE STDAPICALLTYPE MAPIReallocateBuffer(void* root, ULONG size, void** buffer) {
    if (!buffer) return MAPI_E_INVALID_PARAMETER;
    *buffer = nullptr;
    if (root && !IsRootBlock(root)) return MAPI_E_INVALID_PARAMETER;
    *buffer = root ? ReallocateRootBlock(root, size) : AllocateRootBlock(size);
    return *buffer ? S_OK : MAPI_E_NOT_ENOUGH_MEMORY;
}

ULONG STDAPICALLTYPE MAPIFreeBuffer(void* buffer) {
    if (!buffer || FreeRootBlock(buffer)) return S_OK;
    return static_cast<ULONG>(MAPI_E_INVALID_PARAMETER);
}

IMalloc* STDAPICALLTYPE MAPIGetDefaultMalloc() {
    constexpr DWORD kTaskMemory = 1;
    IMalloc* allocator = nullptr;
    return SUCCEEDED(CoGetMalloc(kTaskMemory, &allocator)) ? allocator : nullptr;
}

HRESULT STDAPICALLTYPE WrapCompressedRTFStream(IStream* compressed, ULONG flags, IStream** uncompressed) {
    return Guarded([&] { return WrapRtfStream(compressed, flags, uncompressed); });
}

// Not MAPI's: for tests that look for leaks.
void STDAPICALLTYPE MapiMsgLiveCounts(ULONG* objects, ULONG* allocations) {
    if (objects) *objects = liveObjects;
    if (allocations) *allocations = liveAllocations;
}

}  // extern "C"

// A MAPI DLL whose calls go wrong as a test says: see faults.h. Its messages have what values.cpp makes up;
// of their storages it reads nothing.
#include "faulty_provider/message.h"
#include "faulty_provider/object.h"
#include "faulty_provider/streams.h"
#include "faulty_provider/values.h"

namespace {

struct Session {
    faulty::Counted counted;
};

}  // namespace

using faulty::Fault;

BOOL APIENTRY DllMain(HINSTANCE module, DWORD reason, LPVOID) {
    if (reason == DLL_PROCESS_ATTACH) faulty::TellLoaded(module);
    return TRUE;
}

extern "C" {

HRESULT STDAPICALLTYPE MAPIInitialize(void*) {
    const Fault fault("MAPIInitialize");
    if (SUCCEEDED(fault.Result())) faulty::CountInitialization(1);
    return fault.Result();
}

void STDAPICALLTYPE MAPIUninitialize() { faulty::CountInitialization(-1); }

SCODE STDAPICALLTYPE MAPIAllocateBuffer(ULONG size, void** buffer) {
    *buffer = nullptr;
    const Fault fault("MAPIAllocateBuffer");
    if (!fault.Fails() && !fault.Is("null")) *buffer = faulty::AllocateBlock(size);
    return fault.Result();
}

SCODE STDAPICALLTYPE MAPIAllocateMore(ULONG size, void* root, void** buffer) {
    *buffer = faulty::AllocateMoreOf(size, root);
    return S_OK;
}

ULONG STDAPICALLTYPE MAPIFreeBuffer(void* buffer) {
    faulty::FreeBlock(buffer);
    return static_cast<ULONG>(Fault("MAPIFreeBuffer").Result());
}

IMalloc* STDAPICALLTYPE MAPIGetDefaultMalloc() {
    IMalloc* allocator = nullptr;
    if (Fault("MAPIGetDefaultMalloc").Is("null")) return nullptr;
    return SUCCEEDED(::CoGetMalloc(1, &allocator)) ? allocator : nullptr;
}

SCODE STDAPICALLTYPE OpenIMsgSession(IMalloc*, ULONG, LPMSGSESS* session) {
    return faulty::HandOut("OpenIMsgSession", session,
                           [] { return reinterpret_cast<LPMSGSESS>(new Session()); });
}

void STDAPICALLTYPE CloseIMsgSession(LPMSGSESS session) {
    if (!Fault("CloseIMsgSession").Is("never")) delete reinterpret_cast<Session*>(session);
}

SCODE STDAPICALLTYPE OpenIMsgOnIStg(LPMSGSESS, ALLOCATEBUFFER*, ALLOCATEMORE*, FREEBUFFER*, IMalloc*, void*,
                                    IStorage* storage, MSGCALLRELEASE* callRelease, ULONG callerData, ULONG,
                                    IMessage** message) {
    return faulty::HandOut("OpenIMsgOnIStg", message,
                           [&] { return faulty::MakeMessage(storage, callRelease, callerData); });
}

HRESULT STDAPICALLTYPE GetAttribIMsgOnIStg(void*, SPropTagArray* tags, SPropAttrArray** attributes) {
    const Fault fault("GetAttribIMsgOnIStg");
    if (fault.Fails()) return fault.Result();
    // Laid out alike.
    const std::vector<ULONG> readable(tags->cValues, PROPATTR_READABLE);
    *attributes = reinterpret_cast<SPropAttrArray*>(faulty::MakeTagArray(fault, readable));
    return fault.Result();
}

HRESULT STDAPICALLTYPE SetAttribIMsgOnIStg(void*, SPropTagArray*, SPropAttrArray*,
                                           SPropProblemArray** problems) {
    const Fault fault("SetAttribIMsgOnIStg");
    if (!fault.Fails()) faulty::MakeProblems(fault, problems);
    return fault.Result();
}

HRESULT STDAPICALLTYPE WrapCompressedRTFStream(IStream* compressed, ULONG, IStream** uncompressed) {
    return faulty::HandOut("WrapCompressedRTFStream", uncompressed,
                           [&] { return faulty::MakeStreamOn(compressed); });
}

}  // extern "C"

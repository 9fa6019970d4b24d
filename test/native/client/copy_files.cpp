#include "client/copy_files.h"

#include <cstdio>

#include "client/owners.h"
#include "storage/native_storage.h"

namespace client {

namespace {

decltype(&::OpenIMsgOnIStg) openTarget = nullptr;

ComPtr<IMessage> Open(decltype(&::OpenIMsgOnIStg) function, IStorage* storage, ULONG flags) {
    ComPtr<IMessage> message;
    if (!storage) return message;
    function(nullptr, mapi.MAPIAllocateBuffer, mapi.MAPIAllocateMore, mapi.MAPIFreeBuffer,
             mapi.MAPIGetDefaultMalloc(), nullptr, storage, nullptr, 0, flags, message.Put());
    return message;
}

// Whether the message's strings are Unicode ones: by its mask, and without one by its subject.
bool IsUnicode(IMessage* message) {
    Tags mask{PR_STORE_SUPPORT_MASK};
    const Props props = GetProps(message, mask.Get());
    if (props.result == S_OK) return (props[0].Value.ul & 0x00040000) != 0;
    Tags strings{PR_SUBJECT_A, PR_MESSAGE_CLASS_A};
    SPropAttrArray* attributes = nullptr;
    if (FAILED(mapi.GetAttribIMsgOnIStg(message, strings.Get(), &attributes))) return true;
    const MapiOwner<SPropAttrArray> owner(attributes);
    return attributes->aPropAttr[0] == PROPATTR_NOT_PRESENT &&
           attributes->aPropAttr[1] == PROPATTR_NOT_PRESENT;
}

ComPtr<IStorage> CreateTarget(bool own, const std::wstring& path) {
    ComPtr<IStorage> storage;
    constexpr DWORD kMode = STGM_CREATE | STGM_READWRITE | STGM_TRANSACTED | STGM_SHARE_EXCLUSIVE;
    if (own) {
        mapi_msg::CreateNativeFileStorage(path, true, mapi_msg::compound_file::Version::V3, storage.Put());
    } else {
        StgCreateDocfile(path.c_str(), kMode, 0, storage.Put());
    }
    return storage;
}

HRESULT CopyFile(bool own, const std::wstring& from, const std::wstring& to) {
    ComPtr<IStorage> storage;
    HRESULT result =
        StgOpenStorage(from.c_str(), nullptr, STGM_READ | STGM_SHARE_DENY_WRITE, nullptr, 0, storage.Put());
    if (FAILED(result)) return result;
    const ComPtr<IMessage> source = Open(mapi.OpenIMsgOnIStg, storage.Get(), 0);
    if (!source) return MAPI_E_CORRUPT_DATA;
    const ComPtr<IStorage> targetStorage = CreateTarget(own, to);
    const ComPtr<IMessage> target =
        Open(openTarget, targetStorage.Get(), IsUnicode(source.Get()) ? MAPI_UNICODE : 0);
    if (!target) return STG_E_CANTSAVE;
    SPropProblemArray* problems = nullptr;
    result = source->CopyTo(0, nullptr, nullptr, 0, nullptr, &IID_IMessage, target.Get(), 0, &problems);
    const MapiOwner<SPropProblemArray> owner(problems);
    if (FAILED(result)) return result;
    for (ULONG i = 0; problems && i < problems->cProblem; ++i) {
        // What the target computes itself is as it should be.
        if (problems->aProblem[i].scode == MAPI_E_COMPUTED) continue;
        std::printf("problem 0x%08lX: 0x%08lX\n", static_cast<unsigned long>(problems->aProblem[i].ulPropTag),
                    static_cast<unsigned long>(problems->aProblem[i].scode));
    }
    return target->SaveChanges(0);
}

}  // namespace

int CopyFiles(const std::vector<std::wstring>& arguments) {
    if (arguments.size() < 2) return 2;
    const HMODULE library = LoadLibraryW(arguments[1].c_str());
    if (!library) return 2;
    openTarget = reinterpret_cast<decltype(openTarget)>(
        reinterpret_cast<void*>(GetProcAddress(library, "OpenIMsgOnIStg")));
    int code = 0;
    for (std::size_t i = 2; openTarget && i + 1 < arguments.size(); i += 2) {
        const HRESULT result = CopyFile(arguments[0] == L"own", arguments[i], arguments[i + 1]);
        if (SUCCEEDED(result)) continue;
        std::printf("%ls: 0x%08lX\n", arguments[i].c_str(), static_cast<unsigned long>(result));
        code = 1;
    }
    return openTarget ? code : 2;
}

}  // namespace client

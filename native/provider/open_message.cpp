#include "provider/open_message.h"

#include "provider/message.h"
#include "provider/storage_access.h"

namespace mapi_msg {

namespace {

// The beginning of IMAPISupport, as far as it is used here.
// https://learn.microsoft.com/office/client-developer/outlook/mapi/imapisupport-getmemallocroutines
struct MapiSupport : IUnknown {
    virtual HRESULT STDMETHODCALLTYPE GetLastError(HRESULT result, ULONG flags, MAPIERROR** error) = 0;
    virtual HRESULT STDMETHODCALLTYPE GetMemAllocRoutines(ALLOCATEBUFFER** allocateBuffer,
                                                          ALLOCATEMORE** allocateMore,
                                                          FREEBUFFER** freeBuffer) = 0;
};

Allocator ChooseAllocator(const OpenMessageOptions& options) {
    ALLOCATEBUFFER* allocateBuffer = options.allocateBuffer;
    ALLOCATEMORE* allocateMore = options.allocateMore;
    FREEBUFFER* freeBuffer = options.freeBuffer;
    if ((!allocateBuffer || !allocateMore || !freeBuffer) && options.support) {
        ThrowIfFailed(static_cast<MapiSupport*>(options.support)
                          ->GetMemAllocRoutines(&allocateBuffer, &allocateMore, &freeBuffer));
    }
    if (!allocateBuffer || !allocateMore || !freeBuffer) throw ResultError{MAPI_E_INVALID_PARAMETER};
    return Allocator(allocateBuffer, freeBuffer);
}

bool HoldsNothing(IStorage& storage) {
    ComPtr<IEnumSTATSTG> elements;
    ThrowIfStorageFailed(storage.EnumElements(0, nullptr, 0, elements.Put()));
    STATSTG element{};
    ULONG count = 0;
    ThrowIfStorageFailed(elements->Next(1, &element, &count));
    ::CoTaskMemFree(element.pwcsName);
    return count == 0;
}

}  // namespace

HRESULT OpenMessage(const OpenMessageOptions& options, IMessage** message) {
    if (!message) return MAPI_E_INVALID_PARAMETER;
    *message = nullptr;
    if (!options.storage) return MAPI_E_INVALID_PARAMETER;
    CheckFlags(options.flags, IMSG_NO_ISTG_COMMIT | MAPI_UNICODE);
    std::shared_ptr<Session> session;
    if (options.session) {
        session = Session::Find(options.session);
        if (!session) return MAPI_E_INVALID_PARAMETER;
    }
    const Allocator allocator = ChooseAllocator(options);
    const DWORD access = AccessOf(*options.storage);

    const ComPtr<IStorage> storage(options.storage);
    auto data = std::make_shared<MessageData>(storage, access);
    // An empty storage that can be written may become a message yet. Another program's file must not.
    const bool isMessage =
        data->Store().HasPropertyStream() || (access != STGM_READ && HoldsNothing(*storage.Get()));
    if (!isMessage) return MAPI_E_CORRUPT_DATA;

    const bool unicode = (options.flags & MAPI_UNICODE) != 0;
    if (!data->Store().HasPropertyStream())
        data->BeNew(unicode ? StringWidth::kUnicode : StringWidth::kString8);

    const bool commits = !(options.flags & IMSG_NO_ISTG_COMMIT);
    auto tree = std::make_shared<MessageTree>(allocator, storage, access, commits);
    auto opened =
        TreeReference<Message>::Adopt(new Message(tree, std::move(data), nullptr, access != STGM_READ));
    tree->Publish(tree, session, *opened.Get(), opened.Get(), options.callRelease, options.callerData);
    *message = opened.Detach();
    return S_OK;
}

}  // namespace mapi_msg

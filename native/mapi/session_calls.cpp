#include "mapi/session_calls.h"

#include "mapi/answers.h"

namespace mapi_msg {
namespace {

IMalloc* DefaultMalloc(const MapiFunctions& functions) {
    IMalloc* allocator = functions.getDefaultMalloc();
    if (!allocator) throw MapiFailure{MAPI_E_NOT_INITIALIZED, "MAPIGetDefaultMalloc"};
    return allocator;
}

}  // namespace

std::shared_ptr<SessionHandle> OpenIMsgSession(const std::shared_ptr<Apartment>& apartment, ULONG flags) {
    const MapiFunctions& functions = apartment->OwnProvider().functions;
    LPMSGSESS session = nullptr;
    const HRESULT result = functions.openIMsgSession(DefaultMalloc(functions), flags, &session);
    if (IsFailure(result) && session) functions.closeIMsgSession(session);
    Check(result, "OpenIMsgSession");
    CheckAnswer(session != nullptr, "OpenIMsgSession", L"It gave no session.");
    return OpenObject<SessionHandle>(apartment, session);
}

ComPtr<IMessage> OpenMessageOnStorage(const Apartment& apartment, LPMSGSESS session, IStorage& storage,
                                      OpenMessageOptions options) {
    const MapiFunctions& functions = apartment.OwnProvider().functions;
    ULONG number = 0;
    if (options.onRelease) number = RegisterReleaseCallback(std::move(options.onRelease));
    ComPtr<IMessage> message;
    const HRESULT result = functions.openIMsgOnIStg(session, functions.allocateBuffer, functions.allocateMore,
                                                    functions.freeBuffer, DefaultMalloc(functions), nullptr,
                                                    &storage, number ? &CallReleaseCallback : nullptr, number,
                                                    options.flags, message.Put());
    if (FAILED(result) || !message) ForgetReleaseCallback(number);
    Check(result, "OpenIMsgOnIStg");
    CheckGiven(message, "OpenIMsgOnIStg", L"It gave no message.");
    return message;
}

std::shared_ptr<MessageHandle> OpenIMsgOnIStg(const std::shared_ptr<Apartment>& apartment,
                                              const std::shared_ptr<SessionHandle>& session,
                                              const OpenedStorage& storage, bool ownsStorage,
                                              OpenMessageOptions options) {
    ComPtr<IMessage> message = OpenMessageOnStorage(*apartment, session ? session->Get() : nullptr,
                                                    *storage.storage, std::move(options));
    return OpenObject<MessageHandle>(apartment, session, std::move(message),
                                     ownsStorage ? storage : OpenedStorage());
}

}  // namespace mapi_msg

#include "client/made_message.h"
#include "client/suites.h"

namespace client {

namespace {

int releases = 0;
ULONG releasedData = 0;

void WINAPI CountRelease(ULONG callerData, LPMESSAGE) {
    ++releases;
    releasedData = callerData;
}

HRESULT Open(LPMSGSESS session, IStorage* storage, MSGCALLRELEASE* release, ULONG data, ULONG flags,
             IMessage** message) {
    return mapi.OpenIMsgOnIStg(session, mapi.MAPIAllocateBuffer, mapi.MAPIAllocateMore, mapi.MAPIFreeBuffer,
                               mapi.MAPIGetDefaultMalloc(), nullptr, storage, release, data, flags, message);
}

// How many references a storage has, this function's own not counted.
ULONG ReferencesOf(IStorage* storage) {
    storage->AddRef();
    return storage->Release();
}

void CheckParameters() {
    LPMSGSESS session = nullptr;
    CheckResult(mapi.OpenIMsgSession(nullptr, 0, &session), MAPI_E_INVALID_PARAMETER,
                "OpenIMsgSession without IMalloc");
    CheckResult(mapi.OpenIMsgSession(mapi.MAPIGetDefaultMalloc(), 0, nullptr), MAPI_E_INVALID_PARAMETER,
                "OpenIMsgSession without a place for the session");
    CheckResult(mapi.OpenIMsgSession(mapi.MAPIGetDefaultMalloc(), 0x40, &session), MAPI_E_UNKNOWN_FLAGS,
                "OpenIMsgSession with an unknown flag");
    mapi.CloseIMsgSession(nullptr);

    const ComPtr<IStorage> storage = MakeMessageStorage();
    ComPtr<IMessage> message;
    CheckResult(Open(nullptr, nullptr, nullptr, 0, 0, message.Put()), MAPI_E_INVALID_PARAMETER,
                "OpenIMsgOnIStg without a storage");
    CheckResult(Open(nullptr, storage.Get(), nullptr, 0, 0, nullptr), MAPI_E_INVALID_PARAMETER,
                "OpenIMsgOnIStg without a place for the message");
    CheckResult(Open(nullptr, storage.Get(), nullptr, 0, 0x40, message.Put()), MAPI_E_UNKNOWN_FLAGS,
                "OpenIMsgOnIStg with an unknown flag");
    CheckResult(mapi.OpenIMsgOnIStg(nullptr, nullptr, nullptr, nullptr, mapi.MAPIGetDefaultMalloc(), nullptr,
                                    storage.Get(), nullptr, 0, 0, message.Put()),
                MAPI_E_INVALID_PARAMETER, "OpenIMsgOnIStg with neither memory functions nor support object");
    Check(ReferencesOf(storage.Get()) == 1, "a failed OpenIMsgOnIStg keeps no reference to the storage");
}

void CheckLastRelease() {
    ComPtr<IStorage> storage = MakeMessageStorage();
    releases = 0;
    ComPtr<IMessage> message;
    CheckResult(Open(nullptr, storage.Get(), CountRelease, 0xFEDCBA98, MAPI_UNICODE, message.Put()), S_OK,
                "a message can stand alone, without a session");
    Check(ReferencesOf(storage.Get()) > 1, "the message holds its own reference to the storage");
    ComPtr<IAttach> attachment;
    CheckResult(message->OpenAttach(kFileAttachment, nullptr, 0, attachment.Put()), S_OK, "OpenAttach");
    message.Reset();
    CheckNumber(releases, 0, "MSGCALLRELEASE waits for the attachments");
    attachment.Reset();
    CheckNumber(releases, 1, "MSGCALLRELEASE comes once, after the last Release");
    CheckNumber(releasedData, 0xFEDCBA98, "MSGCALLRELEASE gets the caller's data");
    Check(ReferencesOf(storage.Get()) == 1, "the storage is let go of by then");
}

void CheckClosing() {
    LPMSGSESS session = nullptr;
    CheckResult(mapi.OpenIMsgSession(mapi.MAPIGetDefaultMalloc(), 0, &session), S_OK, "OpenIMsgSession");
    ComPtr<IStorage> storage = MakeMessageStorage();
    releases = 0;
    ComPtr<IMessage> message;
    CheckResult(Open(session, storage.Get(), CountRelease, 7, 0, message.Put()), S_OK,
                "OpenIMsgOnIStg in a session");
    ComPtr<IAttach> attachment;
    message->OpenAttach(kMessageAttachment, nullptr, 0, attachment.Put());
    ComPtr<IMessage> embedded;
    attachment->OpenProperty(PR_ATTACH_DATA_OBJ, &IID_IMessage, 0, 0,
                             reinterpret_cast<IUnknown**>(embedded.Put()));
    ComPtr<IMAPITable> table;
    message->GetRecipientTable(0, table.Put());
    ComPtr<IStream> stream;
    message->OpenProperty(kLargeText, &IID_IStream, 0, 0, reinterpret_cast<IUnknown**>(stream.Put()));
    Check(attachment && embedded && table && stream,
          "attachment, embedded message, table and stream are open");

    mapi.CloseIMsgSession(session);
    CheckNumber(releases, 1, "CloseIMsgSession tells MSGCALLRELEASE of a message that was left open");
    Check(ReferencesOf(storage.Get()) == 1, "CloseIMsgSession lets go of the storage");
    SPropTagArray* tags = nullptr;
    CheckResult(message->GetPropList(0, &tags), MAPI_E_INVALID_OBJECT, "a message that its session closed");
    CheckResult(attachment->GetPropList(0, &tags), MAPI_E_INVALID_OBJECT,
                "an attachment that its session closed");
    CheckResult(embedded->GetPropList(0, &tags), MAPI_E_INVALID_OBJECT,
                "an embedded message that its session closed");
    ULONG count = 0;
    CheckResult(table->GetRowCount(0, &count), MAPI_E_INVALID_OBJECT, "a table that its session closed");
    char buffer[4];
    CheckResult(stream->Read(buffer, sizeof(buffer), nullptr), MAPI_E_INVALID_OBJECT,
                "a stream that its session closed");
    message.Reset();
    attachment.Reset();
    embedded.Reset();
    table.Reset();
    stream.Reset();
    CheckNumber(releases, 1, "MSGCALLRELEASE does not come again with the last Release");

    CheckResult(Open(session, storage.Get(), nullptr, 0, 0, message.Put()), MAPI_E_INVALID_PARAMETER,
                "OpenIMsgOnIStg in a session that was closed");
    mapi.CloseIMsgSession(session);
}

// A storage in which there is nothing yet becomes a message; one that cannot be written to does not.
void CheckEmptyStorages() {
    const ComPtr<IStorage> empty = CreateMemoryStorage();
    ComPtr<IMessage> message;
    CheckResult(Open(nullptr, empty.Get(), nullptr, 0, MAPI_UNICODE, message.Put()), S_OK,
                "an empty storage that can be written is a new message");
    message.Reset();

    const ComPtr<IStorage> parent = CreateMemoryStorage();
    CreateNumbered(*parent, L"child", 0);
    ComPtr<IStorage> readOnly;
    parent->OpenStorage(L"child00000000", nullptr, STGM_READ | STGM_SHARE_EXCLUSIVE, nullptr, 0,
                        readOnly.Put());
    CheckResult(Open(nullptr, readOnly.Get(), nullptr, 0, 0, message.Put()), MAPI_E_CORRUPT_DATA,
                "a read-only storage without a message is refused");
}

}  // namespace

ComPtr<IMessage> OpenMessage(IStorage* storage) {
    ComPtr<IMessage> message;
    CheckResult(Open(nullptr, storage, nullptr, 0, 0, message.Put()), S_OK, "OpenIMsgOnIStg");
    return message;
}

void CheckSessions() {
    CheckParameters();
    CheckLastRelease();
    CheckClosing();
    CheckEmptyStorages();
}

}  // namespace client

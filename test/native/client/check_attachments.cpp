#include <cstring>

#include "client/made_message.h"
#include "client/suites.h"

namespace client {

namespace {

ComPtr<IAttach> OpenAttachment(IMessage* message, ULONG number) {
    ComPtr<IAttach> attachment;
    CheckResult(message->OpenAttach(number, nullptr, 0, attachment.Put()), S_OK, "OpenAttach");
    return attachment;
}

void CheckFile(IMessage* message) {
    const ComPtr<IAttach> attachment = OpenAttachment(message, kFileAttachment);
    const ComPtr<IAttach> again = OpenAttachment(message, kFileAttachment);
    Check(attachment.Get() == again.Get(), "opening an attachment that is open gives the same object");
    Tags tags{PR_ATTACH_NUM, PR_ATTACH_LONG_FILENAME_W, PR_ATTACH_DATA_BIN, PR_OBJECT_TYPE};
    const Props props = GetProps(attachment.Get(), tags.Get());
    CheckResult(props.result, MAPI_W_ERRORS_RETURNED, "GetProps of an attachment");
    CheckNumber(props[0].Value.l, kFileAttachment, "PR_ATTACH_NUM");
    Check(std::wcscmp(props[1].Value.lpszW, L"numbers.bin") == 0, "PR_ATTACH_LONG_FILENAME");
    CheckResult(props[2].Value.err, MAPI_E_NOT_ENOUGH_MEMORY, "a large file's PR_ATTACH_DATA_BIN");
    CheckNumber(props[3].Value.l, MAPI_ATTACH, "PR_OBJECT_TYPE of an attachment");
    ComPtr<IStream> stream;
    CheckResult(attachment->OpenProperty(PR_ATTACH_DATA_BIN, &IID_IStream, 0, 0,
                                         reinterpret_cast<IUnknown**>(stream.Put())),
                S_OK, "OpenProperty of PR_ATTACH_DATA_BIN");
    BYTE bytes[600];
    ULONG got = 0;
    if (stream) stream->Read(bytes, sizeof(bytes), &got);
    Check(got == sizeof(bytes) && bytes[0] == 0 && bytes[10] == 70 &&
              bytes[300] == static_cast<BYTE>(300 * 7 + 1),
          "the file's bytes");
}

void CheckEmbedded(IMessage* message) {
    const ComPtr<IAttach> attachment = OpenAttachment(message, kMessageAttachment);
    ComPtr<IMessage> embedded;
    CheckResult(attachment->OpenProperty(PR_ATTACH_DATA_OBJ, &IID_IMessage, 0, 0,
                                         reinterpret_cast<IUnknown**>(embedded.Put())),
                S_OK, "OpenProperty of PR_ATTACH_DATA_OBJ as IMessage");
    if (!embedded) return;
    ComPtr<IMessage> again;
    attachment->OpenProperty(PR_ATTACH_DATA_OBJ, &IID_IMessage, 0, 0,
                             reinterpret_cast<IUnknown**>(again.Put()));
    Check(embedded.Get() == again.Get(), "opening an embedded message that is open gives the same object");
    Tags tags{PR_SUBJECT_W, kNamedText};
    const Props props = GetProps(embedded.Get(), tags.Get());
    CheckResult(props.result, S_OK, "GetProps of an embedded message");
    Check(std::wcscmp(props[0].Value.lpszW, L"embedded") == 0, "its subject");
    SPropTagArray* ids = tags.Get();
    ids->aulPropTag[0] = kNamedText;
    ids->cValues = 1;
    ULONG count = 0;
    MAPINAMEID** names = nullptr;
    CheckResult(embedded->GetNamesFromIDs(&ids, nullptr, 0, &count, &names), S_OK,
                "an embedded message has the names of the outermost");
    const MapiOwner<MAPINAMEID*> owner(names);
    Check(count == 1 && std::wcscmp(names[0]->Kind.lpwstrName, L"Color") == 0, "and so the same ids");
    ComPtr<IMAPITable> recipients;
    CheckResult(embedded->GetRecipientTable(MAPI_UNICODE, recipients.Put()), S_OK, "its recipient table");
    ULONG rows = 0;
    recipients->GetRowCount(0, &rows);
    CheckNumber(rows, 1, "its recipients");
}

void CheckOle(IMessage* message) {
    const ComPtr<IAttach> attachment = OpenAttachment(message, kOleAttachment);
    ComPtr<IMessage> none;
    CheckResult(attachment->OpenProperty(PR_ATTACH_DATA_OBJ, &IID_IMessage, 0, 0,
                                         reinterpret_cast<IUnknown**>(none.Put())),
                MAPI_E_INTERFACE_NOT_SUPPORTED, "an OLE attachment as IMessage");
    ComPtr<IStorage> storage;
    CheckResult(attachment->OpenProperty(PR_ATTACH_DATA_OBJ, &IID_IStorage, 0, 0,
                                         reinterpret_cast<IUnknown**>(storage.Put())),
                S_OK, "an OLE attachment as IStorage");
    if (!storage) return;
    constexpr DWORD kRead = STGM_READ | STGM_SHARE_EXCLUSIVE;
    ComPtr<IStream> stream;
    CheckResult(storage->OpenStream(L"CONTENTS", nullptr, kRead, 0, stream.Put()), S_OK,
                "its streams can be opened");
    BYTE bytes[8] = {};
    ULONG got = 0;
    if (stream) stream->Read(bytes, sizeof(bytes), &got);
    Check(got == 4 && bytes[3] == 4, "and read");
    ComPtr<IStorage> inner;
    CheckResult(storage->OpenStorage(L"inner", nullptr, kRead, nullptr, 0, inner.Put()), S_OK,
                "so can its storages");
    ComPtr<IEnumSTATSTG> elements;
    CheckResult(storage->EnumElements(0, nullptr, 0, elements.Put()), S_OK, "its elements can be listed");
    ULONG count = 0;
    STATSTG element{};
    while (elements && elements->Next(1, &element, nullptr) == S_OK) {
        ++count;
        CoTaskMemFree(element.pwcsName);
    }
    CheckNumber(count, 2, "all of them");
    CheckResult(storage->OpenStream(L"none", nullptr, kRead, 0, stream.Put()), STG_E_FILENOTFOUND,
                "a stream that is not there");
    stream.Reset();
    inner.Reset();

    const ComPtr<IStorage> copy = CreateMemoryStorage();
    CheckResult(storage->CopyTo(0, nullptr, nullptr, copy.Get()), S_OK, "it can be copied");
    CheckResult(copy->OpenStream(L"CONTENTS", nullptr, kRead, 0, stream.Put()), S_OK, "into another storage");

    // IID_IStreamDocfile, which mingw-w64's headers lack
    const IID streamDocfile = {0x0002032C, 0, 0, {0xC0, 0, 0, 0, 0, 0, 0, 0x46}};
    ComPtr<IStream> file;
    CheckResult(attachment->OpenProperty(PR_ATTACH_DATA_OBJ, &streamDocfile, 0, 0,
                                         reinterpret_cast<IUnknown**>(file.Put())),
                S_OK, "an OLE attachment as IStreamDocfile");
    BYTE signature[8] = {};
    if (file) file->Read(signature, sizeof(signature), nullptr);
    Check(std::memcmp(signature, "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", 8) == 0, "is a compound file");
}

}  // namespace

void CheckAttachments(IMessage* message) {
    ComPtr<IAttach> none;
    CheckResult(message->OpenAttach(3, nullptr, 0, none.Put()), MAPI_E_NOT_FOUND,
                "OpenAttach of a number in a gap");
    CheckResult(message->OpenAttach(kFileAttachment, &IID_IMessage, 0, none.Put()),
                MAPI_E_INTERFACE_NOT_SUPPORTED, "OpenAttach with another interface");
    CheckFile(message);
    CheckEmbedded(message);
    CheckOle(message);
}

void CheckNesting() {
    constexpr unsigned kDepth = 15;
    const ComPtr<IStorage> storage = MakeNestedMessages(kDepth);
    ComPtr<IMessage> message = OpenMessage(storage.Get());
    unsigned depth = 0;
    for (; message; ++depth) {
        ComPtr<IAttach> attachment;
        if (FAILED(message->OpenAttach(0, nullptr, 0, attachment.Put()))) break;
        ComPtr<IMessage> inner;
        if (FAILED(attachment->OpenProperty(PR_ATTACH_DATA_OBJ, &IID_IMessage, 0, 0,
                                            reinterpret_cast<IUnknown**>(inner.Put()))))
            break;
        message = inner;
    }
    CheckNumber(depth, kDepth, "messages embedded in each other are all opened");

    const ComPtr<IStorage> hostile = MakeNestedMessages(80);
    message = OpenMessage(hostile.Get());
    HRESULT result = S_OK;
    while (message && SUCCEEDED(result)) {
        ComPtr<IAttach> attachment;
        result = message->OpenAttach(0, nullptr, 0, attachment.Put());
        if (FAILED(result)) break;
        ComPtr<IMessage> inner;
        result = attachment->OpenProperty(PR_ATTACH_DATA_OBJ, &IID_IMessage, 0, 0,
                                          reinterpret_cast<IUnknown**>(inner.Put()));
        if (SUCCEEDED(result)) message = inner;
    }
    CheckResult(result, MAPI_E_TOO_COMPLEX, "nesting beyond the limit is refused");
}

}  // namespace client

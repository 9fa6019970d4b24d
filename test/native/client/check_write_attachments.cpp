// CreateAttach, DeleteAttach, streams, embedded messages and OLE objects.
#include <cstring>

#include "client/suites.h"
#include "client/written_message.h"

namespace client {

namespace {

constexpr ULONG kCreate = MAPI_CREATE | MAPI_MODIFY;

ComPtr<IAttach> CreateAttachment(IMessage* message, ULONG* number = nullptr) {
    ULONG created = 0;
    ComPtr<IAttach> attachment;
    CheckResult(message->CreateAttach(nullptr, 0, &created, attachment.Put()), S_OK, "CreateAttach");
    if (number) *number = created;
    return attachment;
}

ComPtr<IAttach> OpenAttachment(IMessage* message, ULONG number, ULONG flags = MAPI_MODIFY) {
    ComPtr<IAttach> attachment;
    CheckResult(message->OpenAttach(number, nullptr, flags, attachment.Put()), S_OK, "OpenAttach");
    return attachment;
}

template <typename Interface>
ComPtr<Interface> OpenProperty(IMAPIProp* object, ULONG tag, const IID& iid, ULONG flags) {
    ComPtr<Interface> opened;
    CheckResult(object->OpenProperty(tag, &iid, 0, flags, reinterpret_cast<IUnknown**>(opened.Put())), S_OK,
                "OpenProperty");
    return opened;
}

ULONG RowsOf(IMessage* message) {
    ComPtr<IMAPITable> table;
    message->GetAttachmentTable(0, table.Put());
    ULONG rows = 0;
    if (table) table->GetRowCount(0, &rows);
    return rows;
}

std::string ContentsOf(IMAPIProp* object, ULONG tag) {
    ComPtr<IStream> stream;
    if (FAILED(object->OpenProperty(tag, &IID_IStream, 0, 0, reinterpret_cast<IUnknown**>(stream.Put())))) {
        return "(none)";
    }
    std::string contents(1 << 22, '\0');
    ULONG read = 0;
    stream->Read(contents.data(), static_cast<ULONG>(contents.size()), &read);
    contents.resize(read);
    return contents;
}

void WriteAndCommit(IStream* stream, const std::string& contents) {
    ULONG written = 0;
    CheckResult(stream->Write(contents.data(), static_cast<ULONG>(contents.size()), &written), S_OK, "Write");
    CheckNumber(written, static_cast<long long>(contents.size()), "writes all");
    CheckResult(stream->Commit(STGC_DEFAULT), S_OK, "Commit");
}

void CheckFile(Engine engine) {
    const std::string large(3 << 20, 'x');
    MemoryFile file(engine);
    ComPtr<IStorage> storage = file.Create();
    ComPtr<IMessage> message = OpenMessage(storage.Get(), MAPI_UNICODE);
    ULONG number = 99;
    ComPtr<IAttach> attachment = CreateAttachment(message.Get(), &number);
    CheckNumber(number, 0, "the first attachment's number");
    CheckNumber(LongOf(attachment.Get(), PR_ATTACH_METHOD), NO_ATTACHMENT, "PR_ATTACH_METHOD of a new one");
    CheckNumber(LongOf(attachment.Get(), PR_RENDERING_POSITION), -1, "its PR_RENDERING_POSITION");
    Values values;
    values.Long(PR_ATTACH_METHOD, ATTACH_BY_VALUE).Text(PR_ATTACH_LONG_FILENAME_W, L"a.txt");
    Check(!SetProps(attachment.Get(), values), "an attachment's properties can be set");
    Values computed;
    computed.Long(PR_ATTACH_NUM, 7);
    CheckResult(ProblemOf(SetProps(attachment.Get(), computed), 0), MAPI_E_COMPUTED, "but not PR_ATTACH_NUM");
    ComPtr<IStream> stream =
        OpenProperty<IStream>(attachment.Get(), PR_ATTACH_DATA_BIN, IID_IStream, kCreate);
    if (!stream) return;
    WriteAndCommit(stream.Get(), large);
    stream->Write("not committed", 13, nullptr);
    CheckResult(stream->Revert(), S_OK, "Revert");
    stream.Reset();
    CheckNumber(RowsOf(message.Get()), 0, "an attachment that was not saved is not in the table");
    CheckResult(attachment->SaveChanges(KEEP_OPEN_READWRITE), S_OK, "SaveChanges of an attachment");
    CheckNumber(RowsOf(message.Get()), 0, "nor is one whose message was not saved");
    Values late;
    late.Text(PR_ATTACH_LONG_FILENAME_W, L"late.txt");
    SetProps(attachment.Get(), late);
    CheckResult(message->SaveChanges(KEEP_OPEN_READWRITE), S_OK, "SaveChanges of the message");
    CheckNumber(RowsOf(message.Get()), 1, "then it is");
    attachment.Reset();
    ComPtr<IAttach> lost = CreateAttachment(message.Get(), &number);
    CheckNumber(number, 1, "the second attachment's number");
    lost.Reset();
    message->SaveChanges(0);
    message.Reset();
    storage.Reset();

    storage = file.Open();
    message = OpenMessage(storage.Get(), 0);
    CheckNumber(RowsOf(message.Get()), 1, "an attachment that was not saved is not in the file");
    Tags flags{PR_HASATTACH};
    const Props props = GetProps(message.Get(), flags.Get());
    Check(props[0].Value.b == 1, "PR_HASATTACH");
    CheckNumber(LongOf(message.Get(), PR_MESSAGE_FLAGS), MSGFLAG_HASATTACH, "PR_MESSAGE_FLAGS");
    attachment = OpenAttachment(message.Get(), 0);
    Check(TextOf(attachment.Get(), PR_ATTACH_LONG_FILENAME_W) == L"a.txt",
          "what was set after the attachment was saved is not in the file");
    Check(ContentsOf(attachment.Get(), PR_ATTACH_DATA_BIN) == large, "3 MB are as they were written");
    CheckNumber(LongOf(attachment.Get(), PR_ATTACH_SIZE), 3 << 20, "PR_ATTACH_SIZE");
    stream = OpenProperty<IStream>(attachment.Get(), PR_ATTACH_DATA_BIN, IID_IStream, MAPI_MODIFY);
    stream->Write("y", 1, nullptr);
    stream->SetSize({{2, 0}});
    stream.Reset();
    Check(ContentsOf(attachment.Get(), PR_ATTACH_DATA_BIN) == "yx", "a stream that is released is kept");
    attachment.Reset();
    attachment = OpenAttachment(message.Get(), 0);
    Check(ContentsOf(attachment.Get(), PR_ATTACH_DATA_BIN) == large,
          "until its attachment is released unsaved");
    attachment.Reset();
    attachment = OpenAttachment(message.Get(), 0, 0);
    CheckResult(attachment->SetProps(late.Count(), late.Get(), nullptr), MAPI_E_NO_ACCESS,
                "SetProps of an attachment opened without MAPI_MODIFY");
    CheckResult(attachment->SaveChanges(0), MAPI_E_NO_ACCESS, "SaveChanges of it");
}

void CheckDeleting(Engine engine) {
    MemoryFile file(engine);
    ComPtr<IStorage> storage = file.Create();
    ComPtr<IMessage> message = OpenMessage(storage.Get(), MAPI_UNICODE);
    for (const wchar_t* name : {L"0", L"1", L"2"}) {
        const ComPtr<IAttach> attachment = CreateAttachment(message.Get());
        Values values;
        values.Text(PR_ATTACH_FILENAME_W, name);
        SetProps(attachment.Get(), values);
        attachment->SaveChanges(0);
    }
    message->SaveChanges(KEEP_OPEN_READWRITE);
    const ComPtr<IAttach> open = OpenAttachment(message.Get(), 1);
    CheckResult(message->DeleteAttach(1, 0, nullptr, 0), S_OK, "DeleteAttach");
    CheckResult(message->DeleteAttach(1, 0, nullptr, 0), MAPI_E_NOT_FOUND, "DeleteAttach of what is deleted");
    CheckResult(open->SaveChanges(0), MAPI_E_OBJECT_DELETED, "SaveChanges of what is deleted");
    ULONG number = 0;
    ComPtr<IAttach> added = CreateAttachment(message.Get(), &number);
    CheckNumber(number, 3, "numbers are not used again");
    added->SaveChanges(0);
    CheckResult(message->SaveChanges(0), S_OK, "SaveChanges");
    message.Reset();
    storage.Reset();
    storage = file.Open(STGM_READ);
    ComPtr<IStorage> gone;
    CheckResult(storage->OpenStorage(L"__attach_version1.0_#00000003", nullptr,
                                     STGM_READ | STGM_SHARE_EXCLUSIVE, nullptr, 0, gone.Put()),
                STG_E_FILENOTFOUND, "in the file attachments are numbered without gaps");
    ComPtr<IStream> properties;
    storage->OpenStream(L"__properties_version1.0", nullptr, STGM_READ | STGM_SHARE_EXCLUSIVE, 0,
                        properties.Put());
    std::uint32_t header[8] = {};
    if (properties) properties->Read(header, sizeof(header), nullptr);
    CheckNumber(header[3], 3, "the next attachment's number in the file");
    CheckNumber(header[5], 3, "the count of attachments in the file");
    properties.Reset();
    message = OpenMessage(storage.Get(), 0);
    CheckNumber(RowsOf(message.Get()), 3, "the others are there");
}

void CheckEmbedded(Engine engine) {
    MemoryFile file(engine);
    ComPtr<IStorage> storage = file.Create();
    ComPtr<IMessage> message = OpenMessage(storage.Get(), MAPI_UNICODE);
    ComPtr<IAttach> attachment = CreateAttachment(message.Get());
    Values method;
    method.Long(PR_ATTACH_METHOD, ATTACH_EMBEDDED_MSG);
    SetProps(attachment.Get(), method);
    ComPtr<IMessage> embedded =
        OpenProperty<IMessage>(attachment.Get(), PR_ATTACH_DATA_OBJ, IID_IMessage, kCreate);
    if (!embedded) return;
    Values subject;
    subject.Text(PR_SUBJECT_W, L"inner");
    SetProps(embedded.Get(), subject);
    ComPtr<IAttach> inner = CreateAttachment(embedded.Get());
    Values name;
    name.Text(PR_ATTACH_FILENAME_W, L"deep");
    SetProps(inner.Get(), name);
    inner->SaveChanges(0);
    CheckResult(embedded->SaveChanges(KEEP_OPEN_READWRITE), S_OK, "SaveChanges of an embedded message");
    CheckResult(attachment->SaveChanges(KEEP_OPEN_READWRITE), S_OK, "SaveChanges of its attachment");
    CheckResult(message->SaveChanges(KEEP_OPEN_READWRITE), S_OK, "SaveChanges of the message");
    Values second;
    second.Text(PR_SUBJECT_W, L"second");
    SetProps(embedded.Get(), second);
    embedded->SaveChanges(KEEP_OPEN_READWRITE);
    message->SaveChanges(KEEP_OPEN_READWRITE);
    inner.Reset();
    embedded.Reset();
    attachment.Reset();
    message.Reset();
    storage.Reset();

    storage = file.Open();
    message = OpenMessage(storage.Get(), 0);
    attachment = OpenAttachment(message.Get(), 0);
    embedded = OpenProperty<IMessage>(attachment.Get(), PR_ATTACH_DATA_OBJ, IID_IMessage, MAPI_MODIFY);
    Check(TextOf(embedded.Get(), PR_SUBJECT_W) == L"inner",
          "an embedded message as it was when its attachment was saved");
    inner = OpenAttachment(embedded.Get(), 0);
    Check(TextOf(inner.Get(), PR_ATTACH_FILENAME_W) == L"deep", "and its attachment");
    SetProps(embedded.Get(), second);
    CheckResult(embedded->DeleteAttach(0, 0, nullptr, 0), S_OK, "DeleteAttach in an embedded message");
    inner.Reset();
    embedded->SaveChanges(0);
    attachment->SaveChanges(0);
    message->SaveChanges(0);
    embedded.Reset();
    attachment.Reset();
    message.Reset();
    storage.Reset();
    storage = file.Open(STGM_READ);
    message = OpenMessage(storage.Get(), 0);
    CheckAnyMessage(message.Get(), "a message with a changed one in it");
    attachment = OpenAttachment(message.Get(), 0, 0);
    embedded = OpenProperty<IMessage>(attachment.Get(), PR_ATTACH_DATA_OBJ, IID_IMessage, 0);
    Check(TextOf(embedded.Get(), PR_SUBJECT_W) == L"second", "an embedded message can be changed");
    CheckNumber(RowsOf(embedded.Get()), 0, "and its attachments");
}

void CheckNested(Engine engine) {
    constexpr unsigned kDepth = 15;
    MemoryFile file(engine);
    ComPtr<IStorage> storage = file.Create();
    std::vector<ComPtr<IMessage>> messages{OpenMessage(storage.Get(), MAPI_UNICODE)};
    std::vector<ComPtr<IAttach>> attachments;
    for (unsigned i = 0; i < kDepth; ++i) {
        attachments.push_back(CreateAttachment(messages.back().Get()));
        messages.push_back(
            OpenProperty<IMessage>(attachments.back().Get(), PR_ATTACH_DATA_OBJ, IID_IMessage, kCreate));
    }
    Values subject;
    subject.Text(PR_SUBJECT_W, L"deepest");
    SetProps(messages.back().Get(), subject);
    for (unsigned i = kDepth; i > 0; --i) {
        messages[i]->SaveChanges(0);
        attachments[i - 1]->SaveChanges(0);
    }
    CheckResult(messages[0]->SaveChanges(0), S_OK, "SaveChanges with 15 levels");
    attachments.clear();
    messages.clear();
    storage.Reset();
    storage = file.Open(STGM_READ);
    ComPtr<IMessage> message = OpenMessage(storage.Get(), 0);
    for (unsigned i = 0; i < kDepth && message; ++i) {
        const ComPtr<IAttach> attachment = OpenAttachment(message.Get(), 0, 0);
        message = OpenProperty<IMessage>(attachment.Get(), PR_ATTACH_DATA_OBJ, IID_IMessage, 0);
    }
    Check(message && TextOf(message.Get(), PR_SUBJECT_W) == L"deepest", "the deepest message");
}

void CheckOle(Engine engine) {
    MemoryFile file(engine);
    ComPtr<IStorage> storage = file.Create();
    ComPtr<IMessage> message = OpenMessage(storage.Get(), MAPI_UNICODE);
    ComPtr<IAttach> attachment = CreateAttachment(message.Get());
    ComPtr<IStorage> object =
        OpenProperty<IStorage>(attachment.Get(), PR_ATTACH_DATA_OBJ, IID_IStorage, kCreate);
    if (!object) return;
    CheckResult(object->SetClass(IID_IMAPITable), S_OK, "SetClass of an OLE object");
    ComPtr<IStream> stream;
    CheckResult(object->CreateStream(L"CONTENTS", STGM_CREATE | STGM_READWRITE | STGM_SHARE_EXCLUSIVE, 0, 0,
                                     stream.Put()),
                S_OK, "a stream in an OLE object");
    if (stream) stream->Write("ole", 3, nullptr);
    stream.Reset();
    CheckResult(object->Commit(STGC_DEFAULT), S_OK, "Commit of an OLE object");
    attachment->SaveChanges(KEEP_OPEN_READWRITE);
    CheckResult(object->DestroyElement(L"CONTENTS"), S_OK, "what is changed after the attachment was saved");
    CheckResult(message->SaveChanges(0), S_OK, "SaveChanges with an OLE object");
    object.Reset();
    attachment.Reset();
    message.Reset();
    storage.Reset();
    storage = file.Open(STGM_READ);
    message = OpenMessage(storage.Get(), 0);
    attachment = OpenAttachment(message.Get(), 0, 0);
    object = OpenProperty<IStorage>(attachment.Get(), PR_ATTACH_DATA_OBJ, IID_IStorage, 0);
    if (!object) return;
    STATSTG status{};
    object->Stat(&status, STATFLAG_NONAME);
    Check(status.clsid == IID_IMAPITable, "the class of an OLE object");
    CheckResult(object->OpenStream(L"CONTENTS", nullptr, STGM_READ | STGM_SHARE_EXCLUSIVE, 0, stream.Put()),
                S_OK, "is not in the file");
    char text[4] = {};
    if (stream) stream->Read(text, 3, nullptr);
    Check(std::strcmp(text, "ole") == 0, "the contents of an OLE object");
}

void CheckMany(Engine engine, ULONG count) {
    MemoryFile file(engine);
    const ComPtr<IStorage> storage = file.Create();
    const ComPtr<IMessage> message = OpenMessage(storage.Get(), MAPI_UNICODE);
    const ULONGLONG start = GetTickCount64();
    bool saved = true;
    for (ULONG i = 0; i < count; ++i) {
        ULONG number = 0;
        ComPtr<IAttach> attachment;
        saved = saved && SUCCEEDED(message->CreateAttach(nullptr, 0, &number, attachment.Put()));
        if (!attachment) break;
        Values values;
        values.Text(PR_ATTACH_LONG_FILENAME_W, std::to_wstring(i)).Binary(PR_ATTACH_DATA_BIN, Bytes(100));
        saved = saved && SUCCEEDED(attachment->SetProps(values.Count(), values.Get(), nullptr)) &&
                SUCCEEDED(attachment->SaveChanges(0));
    }
    Check(saved, "many attachments");
    CheckResult(message->SaveChanges(KEEP_OPEN_READWRITE), S_OK, "SaveChanges with many attachments");
    CheckNumber(RowsOf(message.Get()), count, "all are there");
    const ULONGLONG duration = GetTickCount64() - start;
    Check(duration < 15000, "within seconds", std::to_string(duration) + " ms");
}

}  // namespace

void CheckWritingAttachments() {
    for (const Engine engine : {Engine::kOle, Engine::kOwn}) {
        CheckFile(engine);
        CheckDeleting(engine);
        CheckEmbedded(engine);
        CheckNested(engine);
        CheckOle(engine);
    }
    CheckMany(Engine::kOwn, 1000);
    CheckMany(Engine::kOle, 200);
}

}  // namespace client

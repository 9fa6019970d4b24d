// Saving fails at each of its steps in turn: the file is as it was, and saving again succeeds.
#include "client/faulty_storage.h"
#include "client/suites.h"
#include "client/written_message.h"

namespace client {

namespace {

void Change(IMessage* message, const std::wstring& text) {
    Values values;
    values.Text(PR_SUBJECT_W, text).Text(PR_BODY_W, text);
    SetProps(message, values);
    Values recipient;
    recipient.Text(PR_DISPLAY_NAME_W, text).Long(PR_RECIPIENT_TYPE, MAPI_TO);
    ADRLIST list{1, {{0, recipient.Count(), recipient.Get()}}};
    message->ModifyRecipients(0, &list);
}

ComPtr<IMessage> OpenEmbedded(IMessage* message, ULONG number, ComPtr<IAttach>& attachment) {
    ComPtr<IMessage> embedded;
    message->OpenAttach(number, nullptr, MAPI_MODIFY, attachment.Put());
    if (attachment) {
        attachment->OpenProperty(PR_ATTACH_DATA_OBJ, &IID_IMessage, 0, MAPI_MODIFY,
                                 reinterpret_cast<IUnknown**>(embedded.Put()));
    }
    return embedded;
}

void ChangeEmbedded(IMessage* message, ULONG number, const std::wstring& text) {
    ComPtr<IAttach> attachment;
    const ComPtr<IMessage> embedded = OpenEmbedded(message, number, attachment);
    Check(!!embedded, "the embedded message");
    if (!embedded) return;
    Values values;
    values.Text(PR_SUBJECT_W, text);
    SetProps(embedded.Get(), values);
    embedded->SaveChanges(0);
    attachment->SaveChanges(0);
}

void AddAttachment(IMessage* message, bool withMessage) {
    ULONG number = 0;
    ComPtr<IAttach> attachment;
    message->CreateAttach(nullptr, 0, &number, attachment.Put());
    ComPtr<IMessage> embedded;
    if (withMessage) {
        attachment->OpenProperty(PR_ATTACH_DATA_OBJ, &IID_IMessage, 0, MAPI_CREATE | MAPI_MODIFY,
                                 reinterpret_cast<IUnknown**>(embedded.Put()));
        embedded->SaveChanges(0);
    }
    attachment->SaveChanges(0);
}

// Whether the file holds what was saved with that text, with the message in the attachment of that number.
bool Holds(MemoryFile& file, ULONG number, const std::wstring& text) {
    const ComPtr<IStorage> storage = file.Open(STGM_READ);
    const ComPtr<IMessage> message = OpenMessage(storage.Get(), 0);
    ComPtr<IAttach> attachment;
    ComPtr<IMessage> embedded;
    message->OpenAttach(number, nullptr, 0, attachment.Put());
    if (attachment) {
        attachment->OpenProperty(PR_ATTACH_DATA_OBJ, &IID_IMessage, 0, 0,
                                 reinterpret_cast<IUnknown**>(embedded.Put()));
    }
    return TextOf(message.Get(), PR_SUBJECT_W) == text && TextOf(message.Get(), PR_BODY_W) == text &&
           TextOf(message.Get(), PR_DISPLAY_TO_W) == text && embedded &&
           TextOf(embedded.Get(), PR_SUBJECT_W) == text;
}

void CheckEngine(Engine engine) {
    MemoryFile file(engine);
    {
        const ComPtr<IStorage> storage = file.Create();
        const ComPtr<IMessage> message = OpenMessage(storage.Get(), MAPI_UNICODE);
        AddAttachment(message.Get(), false);
        AddAttachment(message.Get(), true);
        Change(message.Get(), L"old");
        ChangeEmbedded(message.Get(), 1, L"old");
        CheckResult(message->SaveChanges(0), S_OK, "the first SaveChanges");
    }
    Check(Holds(file, 1, L"old"), "the file before");
    auto* const faulty = new FaultyStorage(file.Open());
    ComPtr<IStorage> storage = ComPtr<IStorage>::Adopt(faulty);
    ComPtr<IMessage> message = OpenMessage(storage.Get(), 0);
    Change(message.Get(), L"new");
    ChangeEmbedded(message.Get(), 1, L"new");
    // So that the other one gets its number in the file.
    CheckResult(message->DeleteAttach(0, 0, nullptr, 0), S_OK, "DeleteAttach");
    AddAttachment(message.Get(), false);
    int steps = 0;
    HRESULT result = E_FAIL;
    bool sound = true;
    for (; steps < 200; ++steps) {
        faulty->callsLeft = steps;
        result = message->SaveChanges(KEEP_OPEN_READWRITE);
        if (SUCCEEDED(result)) break;
        sound = sound && result == MAPI_E_NOT_ENOUGH_DISK && TextOf(message.Get(), PR_SUBJECT_W) == L"new";
    }
    Check(steps > 5, "saving has many steps", std::to_string(steps));
    Check(sound, "each failing answers MAPI_E_NOT_ENOUGH_DISK, and leaves the message as it was changed");
    CheckResult(result, S_OK, "SaveChanges when nothing fails");
    {
        ComPtr<IAttach> attachment;
        const ComPtr<IMessage> embedded = OpenEmbedded(message.Get(), 1, attachment);
        Check(embedded && TextOf(embedded.Get(), PR_SUBJECT_W) == L"new", "the message is whole then");
    }
    message.Reset();
    storage.Reset();
    Check(Holds(file, 0, L"new"), "and so is the file");
}

// What a failed attempt left in the storage is not there for somebody else to commit.
void CheckFile(Engine engine) {
    MemoryFile file(engine);
    {
        const ComPtr<IStorage> storage = file.Create();
        const ComPtr<IMessage> message = OpenMessage(storage.Get(), MAPI_UNICODE);
        AddAttachment(message.Get(), true);
        Change(message.Get(), L"old");
        ChangeEmbedded(message.Get(), 0, L"old");
        message->SaveChanges(0);
    }
    for (const int step : {0, 2, 4, 6}) {
        {
            auto* const faulty = new FaultyStorage(file.Open());
            const ComPtr<IStorage> storage = ComPtr<IStorage>::Adopt(faulty);
            const ComPtr<IMessage> message = OpenMessage(storage.Get(), 0);
            Change(message.Get(), L"new");
            ChangeEmbedded(message.Get(), 0, L"new");
            faulty->callsLeft = step;
            CheckResult(message->SaveChanges(KEEP_OPEN_READWRITE), MAPI_E_NOT_ENOUGH_DISK,
                        "SaveChanges that fails in the middle");
            faulty->callsLeft = 1000;
            CheckResult(storage->Commit(STGC_DEFAULT), S_OK, "Commit after that");
        }
        Check(Holds(file, 0, L"old"), "the file is as it was");
    }
}

}  // namespace

void CheckWriteFaults() {
    for (const Engine engine : {Engine::kOle, Engine::kOwn}) {
        CheckEngine(engine);
        CheckFile(engine);
    }
}

}  // namespace client

// CopyTo and CopyProps between messages of this provider.
#include <cstring>

#include "client/made_message.h"
#include "client/suites.h"
#include "client/written_message.h"

namespace client {

namespace {

HRESULT CopyTo(IMAPIProp* source, IMAPIProp* target, SPropTagArray* exclude = nullptr, ULONG flags = 0,
               const IID& iid = IID_IMessage) {
    return source->CopyTo(0, nullptr, exclude, 0, nullptr, &iid, target, flags, nullptr);
}

ULONG RecipientsOf(IMessage* message) {
    ComPtr<IMAPITable> table;
    message->GetRecipientTable(0, table.Put());
    ULONG rows = 0;
    if (table) table->GetRowCount(0, &rows);
    return rows;
}

ComPtr<IMessage> NewMessage(MemoryFile& file) { return OpenMessage(file.Create().Get(), MAPI_UNICODE); }

void CheckAll(IMessage* source, Engine engine) {
    MemoryFile file(engine);
    ComPtr<IMessage> target = NewMessage(file);
    CheckResult(CopyTo(source, target.Get()), S_OK, "CopyTo");
    CheckResult(target->SaveChanges(0), S_OK, "SaveChanges of the copy");
    target.Reset();
    target = OpenMessage(file.Open(STGM_READ).Get(), 0);
    CheckAnyMessage(target.Get(), "the copy");
    Check(TextOf(target.Get(), PR_SUBJECT_W) == TextOf(source, PR_SUBJECT_W), "the copy's subject");
    Check(TextOf(target.Get(), kNamedText) == L"red", "a named property of the copy");
    CheckNumber(RecipientsOf(target.Get()), RecipientsOf(source), "the copy's recipients");
    ComPtr<IAttach> attachment;
    CheckResult(target->OpenAttach(kMessageAttachment, nullptr, 0, attachment.Put()), S_OK,
                "attachments keep their numbers");
    ComPtr<IMessage> embedded;
    CheckResult(attachment->OpenProperty(PR_ATTACH_DATA_OBJ, &IID_IMessage, 0, 0,
                                         reinterpret_cast<IUnknown**>(embedded.Put())),
                S_OK, "the copy's embedded message");
    if (embedded) Check(TextOf(embedded.Get(), PR_SUBJECT_W) == L"embedded", "is whole");
}

void CheckSelection(IMessage* source) {
    MemoryFile file(Engine::kOwn);
    const ComPtr<IMessage> target = NewMessage(file);
    Tags exclude{PR_SUBJECT_A, PR_MESSAGE_RECIPIENTS};
    CheckResult(CopyTo(source, target.Get(), exclude.Get()), S_OK, "CopyTo with exclusions");
    CheckResult(ErrorOf(target.Get(), PR_SUBJECT_W), MAPI_E_NOT_FOUND,
                "leaves them out, whatever their type");
    CheckNumber(RecipientsOf(target.Get()), 0, "as it does recipients");

    Values subject;
    subject.Text(PR_SUBJECT_W, L"own");
    SetProps(target.Get(), subject);
    Tags some{PR_SUBJECT_W, PROP_TAG(PT_LONG, 0x6EEE)};
    SPropProblemArray* problems = nullptr;
    CheckResult(
        source->CopyProps(some.Get(), 0, nullptr, &IID_IMessage, target.Get(), MAPI_NOREPLACE, &problems),
        S_OK, "CopyProps with MAPI_NOREPLACE");
    const ProblemsOwner owner(problems);
    CheckResult(ProblemOf(owner, 1), MAPI_E_NOT_FOUND, "CopyProps of what is not there");
    Check(TextOf(target.Get(), PR_SUBJECT_W) == L"own", "what is there stays");
    CheckResult(source->CopyProps(some.Get(), 0, nullptr, &IID_IMessage, target.Get(), 0, nullptr), S_OK,
                "CopyProps");
    Check(TextOf(target.Get(), PR_SUBJECT_W) == TextOf(source, PR_SUBJECT_W), "replaces it");
}

void CheckMoving() {
    MemoryFile from(Engine::kOwn);
    MemoryFile to(Engine::kOwn);
    const ComPtr<IMessage> source = NewMessage(from);
    const ComPtr<IMessage> target = NewMessage(to);
    Values values;
    values.Text(PR_SUBJECT_W, L"moved").Text(PR_BODY_W, L"stays");
    SetProps(source.Get(), values);
    Tags exclude{PR_BODY_W};
    CheckResult(CopyTo(source.Get(), target.Get(), exclude.Get(), MAPI_MOVE), S_OK, "CopyTo with MAPI_MOVE");
    Check(TextOf(target.Get(), PR_SUBJECT_W) == L"moved", "is in the target");
    CheckResult(ErrorOf(source.Get(), PR_SUBJECT_W), MAPI_E_NOT_FOUND, "and no longer in the source");
    Check(TextOf(source.Get(), PR_BODY_W) == L"stays", "what is excluded stays");
}

void CheckWidths(IMessage* source) {
    MemoryFile file(Engine::kOwn);
    const ComPtr<IMessage> target = OpenMessage(file.Create().Get(), 0);
    CheckResult(CopyTo(source, target.Get()), S_OK, "CopyTo from Unicode to 8 bits");
    Tags tags{PR_SUBJECT_W, PR_SUBJECT_A};
    SPropAttrArray* attributes = nullptr;
    mapi.GetAttribIMsgOnIStg(target.Get(), tags.Get(), &attributes);
    const MapiOwner<SPropAttrArray> owner(attributes);
    Check(attributes && attributes->aPropAttr[0] == PROPATTR_NOT_PRESENT, "strings get the target's width");
    Check(TextOf(target.Get(), PR_SUBJECT_W) == TextOf(source, PR_SUBJECT_W), "and stay the same");
}

void CheckRefusals(IMessage* source) {
    MemoryFile file(Engine::kOwn);
    const ComPtr<IMessage> target = NewMessage(file);
    CheckResult(CopyTo(target.Get(), target.Get()), MAPI_E_NO_ACCESS, "CopyTo onto itself");
    CheckResult(source->CopyTo(0, nullptr, nullptr, 0, nullptr, nullptr, target.Get(), 0, nullptr),
                MAPI_E_INVALID_PARAMETER, "CopyTo without an interface");
    CheckResult(CopyTo(source, nullptr), MAPI_E_INVALID_PARAMETER, "CopyTo without a target");
    CheckResult(CopyTo(source, target.Get(), nullptr, 0x100), MAPI_E_UNKNOWN_FLAGS,
                "CopyTo with an unknown flag");
    CheckResult(CopyTo(source, target.Get(), nullptr, 0, IID_IMAPITable), MAPI_E_INTERFACE_NOT_SUPPORTED,
                "CopyTo with another interface");
    Tags none{};
    CheckResult(CopyTo(source, target.Get(), none.Get()), MAPI_E_INVALID_PARAMETER, "CopyTo without no tags");
    ULONG number = 0;
    ComPtr<IAttach> attachment;
    target->CreateAttach(nullptr, 0, &number, attachment.Put());
    ComPtr<IMessage> embedded;
    attachment->OpenProperty(PR_ATTACH_DATA_OBJ, &IID_IMessage, 0, MAPI_CREATE | MAPI_MODIFY,
                             reinterpret_cast<IUnknown**>(embedded.Put()));
    if (embedded) {
        CheckResult(CopyTo(target.Get(), embedded.Get()), MAPI_E_FOLDER_CYCLE, "CopyTo into itself");
        CheckResult(CopyTo(embedded.Get(), target.Get()), S_OK, "CopyTo out of itself");
    }
    target->SaveChanges(KEEP_OPEN_READONLY);
    CheckResult(CopyTo(source, target.Get()), MAPI_E_NO_ACCESS, "CopyTo to what is read only");
}

}  // namespace

void CheckCopying() {
    const ComPtr<IStorage> storage = MakeMessageStorage();
    const ComPtr<IMessage> source = OpenMessage(storage.Get());
    if (!source) return;
    CheckAll(source.Get(), Engine::kOle);
    CheckAll(source.Get(), Engine::kOwn);
    CheckSelection(source.Get());
    CheckMoving();
    CheckWidths(source.Get());
    CheckRefusals(source.Get());
}

}  // namespace client

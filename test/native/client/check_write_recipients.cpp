// ModifyRecipients, and what MAPI computes from recipients.
#include <cstring>

#include "client/suites.h"
#include "client/written_message.h"

namespace client {

namespace {

// An ADRLIST of the client's.
class Recipients {
  public:
    Values& Add() { return values_.emplace_back(); }
    ADRLIST* Get() {
        buffer_.resize(sizeof(ADRLIST) + values_.size() * sizeof(ADRENTRY));
        auto* list = reinterpret_cast<ADRLIST*>(buffer_.data());
        list->cEntries = static_cast<ULONG>(values_.size());
        for (std::size_t i = 0; i < values_.size(); ++i) {
            list->aEntries[i] = {0, values_[i].Count(), values_[i].Get()};
        }
        return list;
    }

  private:
    std::deque<Values> values_;
    std::vector<ULONGLONG> buffer_;
};

RowsOwner RowsOf(IMessage* message) {
    ComPtr<IMAPITable> table;
    message->GetRecipientTable(MAPI_UNICODE, table.Put());
    SRowSet* rows = nullptr;
    Tags columns{PR_ROWID, PR_RECIPIENT_TYPE, PR_DISPLAY_NAME_W, PR_EMAIL_ADDRESS_W};
    CheckResult(mapi.HrQueryAllRows(table.Get(), columns.Get(), nullptr, nullptr, 0, &rows), S_OK,
                "the recipients");
    return RowsOwner(rows);
}

std::wstring NamesOf(IMessage* message) {
    const RowsOwner rows = RowsOf(message);
    std::wstring names;
    for (ULONG i = 0; rows && i < rows->cRows; ++i) {
        names += std::wstring(rows->aRow[i].lpProps[2].Value.lpszW) + L",";
    }
    return names;
}

void CheckRecipients(Engine engine) {
    MemoryFile file(engine);
    ComPtr<IStorage> storage = file.Create();
    ComPtr<IMessage> message = OpenMessage(storage.Get(), MAPI_UNICODE);
    Recipients added;
    added.Add()
        .Text(PR_DISPLAY_NAME_W, L"Ann")
        .Long(PR_RECIPIENT_TYPE, MAPI_TO)
        .Text(PR_EMAIL_ADDRESS_W, L"a@x");
    added.Add();
    added.Add().Text(PR_DISPLAY_NAME_W, L"Bob").Long(PR_RECIPIENT_TYPE, MAPI_CC);
    added.Add()
        .Text(PR_DISPLAY_NAME_W, L"Cid")
        .Long(PR_RECIPIENT_TYPE, MAPI_TO)
        .Tag(PROP_TAG(PT_ERROR, 0x6001));
    CheckResult(message->ModifyRecipients(MODRECIP_ADD, added.Get()), S_OK,
                "ModifyRecipients with MODRECIP_ADD");
    Check(NamesOf(message.Get()) == L"Ann,Bob,Cid,", "recipients are in the table at once");
    message->SaveChanges(0);
    message.Reset();
    storage.Reset();

    storage = file.Open();
    message = OpenMessage(storage.Get(), 0);
    Check(NamesOf(message.Get()) == L"Ann,Bob,Cid,", "and in the file when they are saved");
    Check(TextOf(message.Get(), PR_DISPLAY_TO_W) == L"Ann; Cid", "PR_DISPLAY_TO");
    Check(TextOf(message.Get(), PR_DISPLAY_CC_W) == L"Bob", "PR_DISPLAY_CC");
    Check(TextOf(message.Get(), PR_DISPLAY_BCC_W).empty(), "PR_DISPLAY_BCC");

    RowsOwner rows = RowsOf(message.Get());
    const LONG second = rows->aRow[1].lpProps[0].Value.l;
    Recipients modified;
    modified.Add().Long(PR_ROWID, second).Text(PR_DISPLAY_NAME_W, L"Ben").Long(PR_RECIPIENT_TYPE, MAPI_TO);
    CheckResult(message->ModifyRecipients(MODRECIP_MODIFY, modified.Get()), S_OK, "MODRECIP_MODIFY");
    Recipients removed;
    removed.Add().Long(PR_ROWID, rows->aRow[0].lpProps[0].Value.l);
    CheckResult(message->ModifyRecipients(MODRECIP_REMOVE, removed.Get()), S_OK, "MODRECIP_REMOVE");
    CheckResult(message->ModifyRecipients(MODRECIP_REMOVE, removed.Get()), MAPI_E_NOT_FOUND,
                "MODRECIP_REMOVE of a row that is not there");
    Recipients anonymous;
    anonymous.Add().Text(PR_DISPLAY_NAME_W, L"x");
    CheckResult(message->ModifyRecipients(MODRECIP_MODIFY, anonymous.Get()), MAPI_E_INVALID_PARAMETER,
                "MODRECIP_MODIFY without PR_ROWID");
    CheckResult(message->ModifyRecipients(MODRECIP_ADD | MODRECIP_REMOVE, anonymous.Get()),
                MAPI_E_INVALID_PARAMETER, "two flags of ModifyRecipients");
    Recipients wrong;
    wrong.Add().Text(PR_DISPLAY_NAME_W, L"x");
    wrong.Add().Tag(PROP_TAG(PT_NULL, 0x3001));
    CheckResult(message->ModifyRecipients(MODRECIP_ADD, wrong.Get()), MAPI_E_INVALID_PARAMETER,
                "ModifyRecipients with PT_NULL");
    Check(NamesOf(message.Get()) == L"Ben,Cid,", "what fails changes nothing");
    Check(TextOf(message.Get(), PR_DISPLAY_TO_W) == L"Ann; Cid", "PR_DISPLAY_TO is as it was saved");
    message->SaveChanges(0);
    message.Reset();
    storage.Reset();

    storage = file.Open();
    message = OpenMessage(storage.Get(), 0);
    rows = RowsOf(message.Get());
    Check(rows->cRows == 2 && rows->aRow[0].lpProps[0].Value.l == 0 && rows->aRow[1].lpProps[0].Value.l == 1,
          "recipients are numbered without gaps");
    Check(NamesOf(message.Get()) == L"Ben,Cid,", "and in their order");
    Check(PROP_TYPE(rows->aRow[0].lpProps[3].ulPropTag) == PT_ERROR,
          "MODRECIP_MODIFY replaces the whole row");
    Check(TextOf(message.Get(), PR_DISPLAY_TO_W) == L"Ben; Cid", "PR_DISPLAY_TO follows");
    Recipients others;
    others.Add().Text(PR_DISPLAY_NAME_W, L"Dan").Long(PR_RECIPIENT_TYPE, MAPI_BCC);
    CheckResult(message->ModifyRecipients(0, others.Get()), S_OK, "ModifyRecipients with 0");
    Check(NamesOf(message.Get()) == L"Dan,", "replaces all");
    Check(!DeleteProps(message.Get(), {PR_MESSAGE_RECIPIENTS}), "DeleteProps of PR_MESSAGE_RECIPIENTS");
    message->SaveChanges(0);
    message.Reset();
    storage.Reset();
    storage = file.Open(STGM_READ);
    message = OpenMessage(storage.Get(), 0);
    Check(NamesOf(message.Get()).empty(), "removes all");
    CheckResult(message->ModifyRecipients(0, others.Get()), MAPI_E_NO_ACCESS, "not in what is read only");
}

void CheckMany(Engine engine, int count) {
    MemoryFile file(engine);
    ComPtr<IStorage> storage = file.Create();
    ComPtr<IMessage> message = OpenMessage(storage.Get(), MAPI_UNICODE);
    const ULONGLONG start = GetTickCount64();
    bool added = true;
    for (int i = 0; i < count; ++i) {
        Recipients one;
        one.Add().Text(PR_DISPLAY_NAME_W, std::to_wstring(i)).Long(PR_RECIPIENT_TYPE, MAPI_BCC);
        added = added && SUCCEEDED(message->ModifyRecipients(MODRECIP_ADD, one.Get()));
    }
    Check(added, "many recipients, one at a time");
    CheckResult(message->SaveChanges(0), S_OK, "SaveChanges with many recipients");
    message.Reset();
    storage.Reset();
    storage = file.Open();
    message = OpenMessage(storage.Get(), 0);
    Recipients first;
    first.Add().Long(PR_ROWID, 0);
    CheckResult(message->ModifyRecipients(MODRECIP_REMOVE, first.Get()), S_OK, "the first is removed");
    CheckResult(message->SaveChanges(KEEP_OPEN_READWRITE), S_OK, "SaveChanges");
    const RowsOwner rows = RowsOf(message.Get());
    CheckNumber(rows->cRows, count - 1, "the others are there");
    const ULONGLONG duration = GetTickCount64() - start;
    Check(duration < 20000, "within seconds", std::to_string(duration) + " ms");
}

void CheckAttributes(Engine engine) {
    MemoryFile file(engine);
    ComPtr<IStorage> storage = file.Create();
    ComPtr<IMessage> message = OpenMessage(storage.Get(), MAPI_UNICODE);
    Values values;
    values.Text(PR_SUBJECT_W, L"fixed").Text(PR_BODY_W, L"kept");
    SetProps(message.Get(), values);
    Tags tags{PR_SUBJECT_W, PR_BODY_W, PR_SENDER_NAME_W};
    ULONG attributes[] = {3, PROPATTR_READABLE, PROPATTR_MANDATORY | 6, 6};
    SPropProblemArray* problems = nullptr;
    CheckResult(mapi.SetAttribIMsgOnIStg(message.Get(), tags.Get(),
                                         reinterpret_cast<SPropAttrArray*>(attributes), &problems),
                MAPI_W_ERRORS_RETURNED, "SetAttribIMsgOnIStg");
    const ProblemsOwner owner(problems);
    CheckResult(ProblemOf(owner, 2), MAPI_E_NOT_FOUND, "attributes of what is not there");
    message->SaveChanges(0);
    message.Reset();
    storage.Reset();
    storage = file.Open();
    message = OpenMessage(storage.Get(), 0);
    SPropAttrArray* stored = nullptr;
    mapi.GetAttribIMsgOnIStg(message.Get(), tags.Get(), &stored);
    const MapiOwner<SPropAttrArray> storedOwner(stored);
    Check(stored && stored->aPropAttr[0] == PROPATTR_READABLE && stored->aPropAttr[1] == 7,
          "attributes are saved");
    const ProblemsOwner refused = SetProps(message.Get(), values);
    CheckResult(ProblemOf(refused, 0), MAPI_E_NO_ACCESS, "what is not writeable cannot be set");
    CheckResult(ProblemOf(refused, 1), S_OK, "what is can");
    const ProblemsOwner kept = DeleteProps(message.Get(), {PR_SUBJECT_W, PR_BODY_W});
    CheckResult(ProblemOf(kept, 0), MAPI_E_NO_ACCESS, "nor be deleted");
    CheckResult(ProblemOf(kept, 1), MAPI_E_NO_ACCESS, "as what is mandatory");
    ComPtr<IStream> stream;
    CheckResult(message->OpenProperty(PR_SUBJECT_W, &IID_IStream, 0, MAPI_MODIFY,
                                      reinterpret_cast<IUnknown**>(stream.Put())),
                MAPI_E_NO_ACCESS, "or opened for writing");
}

}  // namespace

void CheckWritingRecipients() {
    for (const Engine engine : {Engine::kOle, Engine::kOwn}) {
        CheckRecipients(engine);
        CheckAttributes(engine);
    }
    CheckMany(Engine::kOwn, 5000);
    CheckMany(Engine::kOle, 500);
}

}  // namespace client

// SetProps, DeleteProps and SaveChanges on a message.
#include <cstring>

#include "client/suites.h"
#include "client/written_message.h"

namespace client {

namespace {

constexpr ULONG kFloating = PROP_TAG(PT_DOUBLE, 0x6001);
constexpr ULONG kLarge = PROP_TAG(PT_I8, 0x6002);
constexpr ULONG kTime = PROP_TAG(PT_SYSTIME, 0x6003);
constexpr ULONG kGuid = PROP_TAG(PT_CLSID, 0x6004);
constexpr ULONG kBytes = PROP_TAG(PT_BINARY, 0x6005);
constexpr ULONG kTexts = PROP_TAG(PT_MV_UNICODE, 0x6006);
constexpr ULONG kBinaries = PROP_TAG(PT_MV_BINARY, 0x6007);
constexpr ULONG kNumbers = PROP_TAG(PT_MV_LONG, 0x6008);
constexpr ULONG kFlag = PROP_TAG(PT_BOOLEAN, 0x6009);
constexpr ULONG kEmptyText = PROP_TAG(PT_UNICODE, 0x600A);
constexpr ULONG kEmptyBytes = PROP_TAG(PT_BINARY, 0x600B);

Values AllKinds() {
    Values values;
    values.Text(PR_SUBJECT_W, L"RE: \u0434\u043E\u043C")
        .Text(PR_BODY_W, std::wstring(40000, L'b'))
        .Long(PR_IMPORTANCE, -2)
        .Double(kFloating, 0.25)
        .Int64(kLarge, -5000000000)
        .Time(kTime, 130000000000000001)
        .Guid(kGuid, IID_IMessage)
        .Binary(kBytes, {1, 0, 2})
        .Texts(kTexts, {L"one", L"", L"three"})
        .Binaries(kBinaries, {{9}, {}, {8, 7}})
        .Longs(kNumbers, {1, -1, 3})
        .Boolean(kFlag, true)
        .Text(kEmptyText, L"")
        .Binary(kEmptyBytes, {});
    return values;
}

void CheckAllKinds(IMessage* message, const std::string& when) {
    Tags tags{PR_SUBJECT_W, PR_IMPORTANCE, kFloating, kLarge, kTime,      kGuid,      kBytes,
              kTexts,       kBinaries,     kNumbers,  kFlag,  kEmptyText, kEmptyBytes};
    const Props props = GetProps(message, tags.Get());
    CheckResult(props.result, S_OK, when + ": GetProps of all kinds of values");
    if (props.result != S_OK) return;
    Check(std::wcscmp(props[0].Value.lpszW, L"RE: \u0434\u043E\u043C") == 0, when + ": a string");
    CheckNumber(props[1].Value.l, -2, when + ": a number");
    Check(props[2].Value.dbl == 0.25, when + ": a double");
    CheckNumber(props[3].Value.li.QuadPart, -5000000000, when + ": a number of 64 bits");
    LONGLONG ticks = 0;
    std::memcpy(&ticks, &props[4].Value.ft, sizeof(ticks));
    CheckNumber(ticks, 130000000000000001, when + ": a time");
    Check(*props[5].Value.lpguid == IID_IMessage, when + ": a GUID");
    Check(props[6].Value.bin.cb == 3 && std::memcmp(props[6].Value.bin.lpb, "\1\0\2", 3) == 0,
          when + ": a binary");
    Check(props[7].Value.MVszW.cValues == 3 && std::wcscmp(props[7].Value.MVszW.lppszW[0], L"one") == 0 &&
              *props[7].Value.MVszW.lppszW[1] == 0 &&
              std::wcscmp(props[7].Value.MVszW.lppszW[2], L"three") == 0,
          when + ": several strings");
    Check(props[8].Value.MVbin.cValues == 3 && props[8].Value.MVbin.lpbin[1].cb == 0 &&
              props[8].Value.MVbin.lpbin[2].cb == 2 && props[8].Value.MVbin.lpbin[2].lpb[1] == 7,
          when + ": several binaries");
    Check(props[9].Value.MVl.cValues == 3 && props[9].Value.MVl.lpl[1] == -1, when + ": several numbers");
    Check(props[10].Value.b == 1, when + ": a boolean");
    Check(*props[11].Value.lpszW == 0, when + ": an empty string");
    CheckNumber(props[12].Value.bin.cb, 0, when + ": an empty binary");
}

void CheckNew(Engine engine, const std::string& name) {
    MemoryFile file(engine);
    ComPtr<IStorage> storage = file.Create();
    ComPtr<IMessage> message = OpenMessage(storage.Get(), MAPI_UNICODE);
    Values values = AllKinds();
    Check(!SetProps(message.Get(), values), name + ": no problems");
    CheckAllKinds(message.Get(), name + ", before saving");
    CheckResult(message->SaveChanges(KEEP_OPEN_READWRITE), S_OK, name + ": SaveChanges");
    CheckAllKinds(message.Get(), name + ", after saving");
    STATSTG status{};
    storage->Stat(&status, STATFLAG_NONAME);
    const CLSID mail = {0x00020D0B, 0, 0, {0xC0, 0, 0, 0, 0, 0, 0, 0x46}};
    Check(status.clsid == mail, name + ": the storage is marked as a message");

    Values more;
    more.Text(PR_SUBJECT_W, L"changed").Long(PROP_TAG(PT_LONG, PROP_ID(kEmptyText)), 5);
    SetProps(message.Get(), more);
    Check(!DeleteProps(message.Get(), {kTexts, kFlag}), name + ": DeleteProps without problems");
    CheckResult(ErrorOf(message.Get(), kTexts), MAPI_E_NOT_FOUND, name + ": what was deleted is gone");
    message.Reset();
    storage.Reset();

    storage = file.Open();
    message = OpenMessage(storage.Get(), 0);
    CheckAllKinds(message.Get(), name + ", opened again: what was not saved is lost");
    SetProps(message.Get(), more);
    DeleteProps(message.Get(), {kTexts, kFlag});
    CheckResult(message->SaveChanges(0), S_OK, name + ": SaveChanges of an existing message");
    message.Reset();
    storage.Reset();

    storage = file.Open(STGM_READ);
    message = OpenMessage(storage.Get(), 0);
    Check(TextOf(message.Get(), PR_SUBJECT_W) == L"changed", name + ": a changed string");
    CheckResult(ErrorOf(message.Get(), kTexts), MAPI_E_NOT_FOUND, name + ": a deleted value");
    CheckResult(ErrorOf(message.Get(), kFlag), MAPI_E_NOT_FOUND, name + ": another");
    CheckNumber(LongOf(message.Get(), PROP_TAG(PT_LONG, PROP_ID(kEmptyText))), 5,
                name + ": one of another type");
    CheckResult(ErrorOf(message.Get(), kEmptyText), MAPI_E_NOT_FOUND, name + ": in place of the first");
    CheckNumber(LongOf(message.Get(), PR_IMPORTANCE), -2, name + ": what was not changed is as it was");
    Check(TextOf(message.Get(), PR_NORMALIZED_SUBJECT_W) == L"changed", name + ": PR_NORMALIZED_SUBJECT");
    CheckAnyMessage(message.Get(), name);
}

void CheckReadOnly(Engine engine) {
    MemoryFile file(engine);
    ComPtr<IStorage> storage = file.Create();
    ComPtr<IMessage> message = OpenMessage(storage.Get(), MAPI_UNICODE);
    CheckResult(message->SaveChanges(0), S_OK, "a message without any property can be saved");
    CheckResult(message->SaveChanges(0), MAPI_E_INVALID_OBJECT, "after SaveChanges without KEEP_OPEN");
    SPropTagArray* list = nullptr;
    CheckResult(message->GetPropList(0, &list), MAPI_E_INVALID_OBJECT, "nothing can be done any more");
    message.Reset();
    storage.Reset();

    storage = file.Open();
    message = OpenMessage(storage.Get(), 0);
    CheckNumber(LongOf(message.Get(), PR_ACCESS_LEVEL), MAPI_MODIFY,
                "PR_ACCESS_LEVEL of what can be changed");
    CheckResult(message->SaveChanges(KEEP_OPEN_READONLY), S_OK, "SaveChanges with KEEP_OPEN_READONLY");
    Values values;
    values.Text(PR_SUBJECT_W, L"no");
    CheckResult(message->SetProps(values.Count(), values.Get(), nullptr), MAPI_E_NO_ACCESS,
                "SetProps after KEEP_OPEN_READONLY");
    CheckResult(message->SaveChanges(KEEP_OPEN_READWRITE), MAPI_E_NO_ACCESS, "as SaveChanges");
    CheckNumber(LongOf(message.Get(), PR_ACCESS_LEVEL), 0, "PR_ACCESS_LEVEL then");
    message.Reset();
    storage.Reset();

    storage = file.Open(STGM_READ);
    message = OpenMessage(storage.Get(), 0);
    CheckResult(message->SetProps(values.Count(), values.Get(), nullptr), MAPI_E_NO_ACCESS,
                "SetProps in a storage opened for reading");
    Tags tags{PR_SUBJECT_W};
    CheckResult(message->DeleteProps(tags.Get(), nullptr), MAPI_E_NO_ACCESS, "DeleteProps there");
    CheckResult(message->SaveChanges(0), MAPI_E_NO_ACCESS, "SaveChanges there");
}

void CheckProblems(Engine engine) {
    MemoryFile file(engine);
    const ComPtr<IStorage> storage = file.Create();
    const ComPtr<IMessage> message = OpenMessage(storage.Get(), MAPI_UNICODE);
    Values values;
    values.Long(PR_STORE_SUPPORT_MASK, 0)
        .Boolean(PR_HASATTACH, true)
        .Text(PR_DISPLAY_TO_W, L"x")
        .Text(PR_SUBJECT_W, L"fine")
        .Tag(PR_NULL)
        .Tag(PROP_TAG(PT_ERROR, 0x6010))
        .Long(PROP_TAG(0x0099, 0x6011), 1)
        .Long(PROP_TAG(PT_UNSPECIFIED, 0x6012), 1)
        .Long(PROP_TAG(PT_LONG, 0x8123), 1);
    const ProblemsOwner problems = SetProps(message.Get(), values);
    CheckResult(ProblemOf(problems, 0), MAPI_E_COMPUTED, "PR_STORE_SUPPORT_MASK cannot be set");
    CheckResult(ProblemOf(problems, 1), MAPI_E_COMPUTED, "PR_HASATTACH cannot be set");
    CheckResult(ProblemOf(problems, 2), MAPI_E_COMPUTED, "PR_DISPLAY_TO cannot be set");
    CheckResult(ProblemOf(problems, 3), S_OK, "the others are set");
    CheckResult(ProblemOf(problems, 4), S_OK, "PR_NULL is passed over");
    CheckResult(ProblemOf(problems, 5), S_OK, "so is PT_ERROR");
    CheckResult(ProblemOf(problems, 6), MAPI_E_INVALID_TYPE, "an unknown type");
    CheckResult(ProblemOf(problems, 7), MAPI_E_INVALID_TYPE, "no type");
    CheckResult(ProblemOf(problems, 8), MAPI_E_INVALID_PARAMETER, "an id for names that has none");
    Check(TextOf(message.Get(), PR_SUBJECT_W) == L"fine", "what has no problem is set");
    CheckResult(ErrorOf(message.Get(), PROP_TAG(PT_LONG, 0x8123)), MAPI_E_NOT_FOUND, "what has one is not");

    const ProblemsOwner deleted = DeleteProps(message.Get(), {PR_BODY_W, PR_HASATTACH, PR_SUBJECT_A});
    CheckResult(ProblemOf(deleted, 0), MAPI_E_NOT_FOUND, "DeleteProps of what is not there");
    CheckResult(ProblemOf(deleted, 1), MAPI_E_COMPUTED, "DeleteProps of what MAPI computes");
    CheckResult(ProblemOf(deleted, 2), S_OK, "DeleteProps does not look at the type");

    Values wrong;
    wrong.Text(PR_BODY_W, L"x").Tag(PR_ATTACH_DATA_OBJ);
    CheckResult(message->SetProps(wrong.Count(), wrong.Get(), nullptr), MAPI_E_INVALID_PARAMETER,
                "SetProps of PT_OBJECT");
    Values none;
    none.Text(PR_BODY_W, L"x").Longs(kNumbers, {});
    CheckResult(message->SetProps(none.Count(), none.Get(), nullptr), MAPI_E_INVALID_PARAMETER,
                "SetProps of no values of many");
    Values null;
    null.Text(PR_BODY_W, L"x").Tag(PR_SUBJECT_W);
    CheckResult(message->SetProps(null.Count(), null.Get(), nullptr), MAPI_E_INVALID_PARAMETER,
                "SetProps of a missing string");
    CheckResult(ErrorOf(message.Get(), PR_BODY_W), MAPI_E_NOT_FOUND, "sets nothing at all");
    CheckResult(message->SetProps(0, null.Get(), nullptr), MAPI_E_INVALID_PARAMETER, "SetProps of nothing");
    CheckResult(message->SetProps(1, nullptr, nullptr), MAPI_E_INVALID_PARAMETER, "SetProps without values");
    CheckResult(message->SaveChanges(0x40), MAPI_E_UNKNOWN_FLAGS, "SaveChanges with an unknown flag");
}

void CheckCommit(Engine engine) {
    MemoryFile file(engine);
    ComPtr<IStorage> storage = file.Create();
    ComPtr<IMessage> message = OpenMessage(storage.Get(), MAPI_UNICODE);
    Values values;
    values.Text(PR_SUBJECT_W, L"first");
    SetProps(message.Get(), values);
    message->SaveChanges(0);
    message.Reset();
    storage.Reset();

    for (const bool commit : {false, true}) {
        storage = file.Open();
        message = OpenMessage(storage.Get(), IMSG_NO_ISTG_COMMIT);
        Values second;
        second.Text(PR_SUBJECT_W, L"second");
        SetProps(message.Get(), second);
        CheckResult(message->SaveChanges(0), S_OK, "SaveChanges with IMSG_NO_ISTG_COMMIT");
        if (commit) storage->Commit(STGC_DEFAULT);
        message.Reset();
        storage.Reset();
        storage = file.Open(STGM_READ);
        message = OpenMessage(storage.Get(), 0);
        Check(TextOf(message.Get(), PR_SUBJECT_W) == (commit ? L"second" : L"first"),
              commit ? "is there when the caller commits" : "is gone if the caller does not commit");
        message.Reset();
        storage.Reset();
    }
}

void CheckAnsi(Engine engine) {
    MemoryFile file(engine);
    ComPtr<IStorage> storage = file.Create();
    ComPtr<IMessage> message = OpenMessage(storage.Get(), 0);
    Values values;
    values.Long(PROP_TAG(PT_LONG, 0x3FFD), 1251)
        .Text(PR_SUBJECT_W, L"\u0434\u043E\u043C")
        .Text8(PR_BODY_A, "\xE4");
    SetProps(message.Get(), values);
    message->SaveChanges(0);
    message.Reset();
    storage.Reset();
    storage = file.Open();
    message = OpenMessage(storage.Get(), MAPI_UNICODE);
    Tags tags{PR_SUBJECT_W, PR_SUBJECT_A};
    SPropAttrArray* attributes = nullptr;
    mapi.GetAttribIMsgOnIStg(message.Get(), tags.Get(), &attributes);
    const MapiOwner<SPropAttrArray> owner(attributes);
    Check(attributes && attributes->aPropAttr[0] == PROPATTR_NOT_PRESENT && attributes->aPropAttr[1] == 6,
          "without MAPI_UNICODE a new message stores 8-bit strings");
    Check(TextOf(message.Get(), PR_SUBJECT_W) == L"\u0434\u043E\u043C", "in the message's code page");
    Check(TextOf(message.Get(), PR_BODY_W) == L"\u0434", "whatever they were set as");
    CheckNumber(LongOf(message.Get(), PR_STORE_SUPPORT_MASK) & 0x00040000, 0, "and says so");
}

}  // namespace

void CheckWritingProperties() {
    CheckNew(Engine::kOle, "a new message, OLE");
    CheckNew(Engine::kOwn, "a new message");
    CheckProblems(Engine::kOwn);
    for (const Engine engine : {Engine::kOle, Engine::kOwn}) {
        CheckReadOnly(engine);
        CheckCommit(engine);
        CheckAnsi(engine);
    }
}

}  // namespace client

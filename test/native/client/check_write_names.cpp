// GetIDsFromNames with MAPI_CREATE, and how names are saved.
#include <string>

#include "client/suites.h"
#include "client/written_message.h"

namespace client {

namespace {

constexpr GUID kOwnSet = {0x11223344, 1, 2, {3, 4, 5, 6, 7, 8, 9, 10}};

std::vector<ULONG> IdsOf(IMessage* message, std::vector<MAPINAMEID>& names, ULONG flags) {
    std::vector<MAPINAMEID*> pointers;
    for (MAPINAMEID& name : names) pointers.push_back(&name);
    SPropTagArray* tags = nullptr;
    CheckResult(message->GetIDsFromNames(static_cast<ULONG>(pointers.size()), pointers.data(), flags, &tags),
                S_OK, "GetIDsFromNames");
    const MapiOwner<SPropTagArray> owner(tags);
    return tags ? std::vector<ULONG>(tags->aulPropTag, tags->aulPropTag + tags->cValues)
                : std::vector<ULONG>();
}

MAPINAMEID Numbered(const GUID& set, LONG id) {
    MAPINAMEID name{};
    name.lpguid = const_cast<GUID*>(&set);
    name.Kind.lID = id;
    return name;
}

MAPINAMEID Named(const GUID& set, const std::wstring& text) {
    MAPINAMEID name{};
    name.lpguid = const_cast<GUID*>(&set);
    name.ulKind = MNID_STRING;
    name.Kind.lpwstrName = const_cast<wchar_t*>(text.c_str());
    return name;
}

void CheckNamesAreSaved(Engine engine) {
    const std::wstring header = L"X-Header";
    const std::wstring odd = L"odd";
    std::vector<MAPINAMEID> names = {Numbered(kOwnSet, 0x8501), Named(PS_PUBLIC_STRINGS, odd),
                                     Named(kOwnSet, header)};
    MemoryFile file(engine);
    ComPtr<IStorage> storage = file.Create();
    ComPtr<IMessage> message = OpenMessage(storage.Get(), MAPI_UNICODE);
    std::vector<ULONG> ids = IdsOf(message.Get(), names, MAPI_CREATE);
    Check(ids.size() == 3 && PROP_ID(ids[0]) == 0x8000 && PROP_ID(ids[2]) == 0x8002,
          "new ids are given in order");
    Values values;
    values.Long(CHANGE_PROP_TYPE(ids[0], PT_LONG), 15).Text(CHANGE_PROP_TYPE(ids[1], PT_UNICODE), L"red");
    Check(!SetProps(message.Get(), values), "properties with names can be set");
    message->SaveChanges(0);
    message.Reset();
    storage.Reset();

    storage = file.Open();
    message = OpenMessage(storage.Get(), 0);
    ids = IdsOf(message.Get(), names, 0);
    CheckNumber(LongOf(message.Get(), CHANGE_PROP_TYPE(ids[0], PT_LONG)), 15, "a number's name is saved");
    Check(TextOf(message.Get(), ids[1]) == L"red", "a string's name is saved");
    const std::wstring later = L"later";
    names.push_back(Named(kOwnSet, later));
    ids = IdsOf(message.Get(), names, MAPI_CREATE);
    CheckNumber(PROP_ID(ids[3]), 0x8003, "names are added to those that are there");
    message->SaveChanges(0);
    message.Reset();
    storage.Reset();
    storage = file.Open(STGM_READ);
    message = OpenMessage(storage.Get(), 0);
    Check(IdsOf(message.Get(), names, 0) == ids, "and saved with them");
    ComPtr<IStorage> mapping;
    storage->OpenStorage(L"__nameid_version1.0", nullptr, STGM_READ | STGM_SHARE_EXCLUSIVE, nullptr, 0,
                         mapping.Put());
    // [MS-OXMSG] 2.2.3.2: 0x1000 + (0x8501 ^ 3 << 1) % 0x1F
    ComPtr<IStream> bucket;
    Check(mapping && SUCCEEDED(mapping->OpenStream(L"__substg1.0_10110102", nullptr,
                                                   STGM_READ | STGM_SHARE_EXCLUSIVE, 0, bucket.Put())),
          "a number's bucket");
    BYTE entry[8] = {};
    if (bucket) bucket->Read(entry, sizeof(entry), nullptr);
    Check(entry[0] == 0x01 && entry[1] == 0x85 && entry[4] == 0x06 && entry[6] == 0, "has its entry");
}

void CheckManyNames(Engine engine, std::size_t count) {
    MemoryFile file(engine);
    ComPtr<IStorage> storage = file.Create();
    ComPtr<IMessage> message = OpenMessage(storage.Get(), MAPI_UNICODE);
    std::vector<std::wstring> texts;
    for (std::size_t i = 0; i < count; ++i) texts.push_back(L"name " + std::to_wstring(i));
    std::vector<MAPINAMEID> names;
    for (const std::wstring& text : texts) names.push_back(Named(kOwnSet, text));
    const ULONGLONG start = GetTickCount64();
    const std::vector<ULONG> ids = IdsOf(message.Get(), names, MAPI_CREATE);
    Values values;
    for (std::size_t i = 0; i < ids.size(); ++i) values.Text(CHANGE_PROP_TYPE(ids[i], PT_UNICODE), texts[i]);
    SetProps(message.Get(), values);
    CheckResult(message->SaveChanges(0), S_OK, "SaveChanges with many named properties");
    message.Reset();
    storage.Reset();
    storage = file.Open(STGM_READ);
    message = OpenMessage(storage.Get(), 0);
    Check(IdsOf(message.Get(), names, 0) == ids, "their ids are the same");
    Check(TextOf(message.Get(), ids[count - 1]) == texts[count - 1], "and their values");
    const ULONGLONG duration = GetTickCount64() - start;
    Check(duration < 20000, "within seconds", std::to_string(duration) + " ms");
}

}  // namespace

void CheckWritingNames() {
    for (const Engine engine : {Engine::kOle, Engine::kOwn}) {
        CheckNamesAreSaved(engine);
    }
    CheckManyNames(Engine::kOwn, 10000);
    // Wine's compound files take time that grows with the square of what a storage holds.
    CheckManyNames(Engine::kOle, 1000);
}

}  // namespace client

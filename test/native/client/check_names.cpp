#include <cwchar>

#include "client/made_message.h"
#include "client/suites.h"

namespace client {

namespace {

MAPINAMEID NumberName(const GUID& set, LONG id) {
    MAPINAMEID name{};
    name.lpguid = const_cast<GUID*>(&set);
    name.ulKind = MNID_ID;
    name.Kind.lID = id;
    return name;
}

MAPINAMEID TextName(const GUID& set, const wchar_t* text) {
    MAPINAMEID name{};
    name.lpguid = const_cast<GUID*>(&set);
    name.ulKind = MNID_STRING;
    name.Kind.lpwstrName = const_cast<wchar_t*>(text);
    return name;
}

void CheckIds(IMessage* message) {
    MAPINAMEID number = NumberName(kCommonPropertySet, 0x8501);
    MAPINAMEID text = TextName(PS_PUBLIC_STRINGS, L"Color");
    MAPINAMEID unknown = TextName(PS_PUBLIC_STRINGS, L"Weight");
    MAPINAMEID* names[] = {&text, &unknown, &number};
    SPropTagArray* tags = nullptr;
    CheckResult(message->GetIDsFromNames(3, names, 0, &tags), MAPI_W_ERRORS_RETURNED,
                "GetIDsFromNames with an unknown name");
    MapiOwner<SPropTagArray> owner(tags);
    CheckNumber(tags->aulPropTag[0], PROP_TAG(PT_UNSPECIFIED, 0x8001), "the id of a string name, of no type");
    CheckNumber(tags->aulPropTag[1], PROP_TAG(PT_ERROR, 0), "an unknown name's entry");
    CheckNumber(tags->aulPropTag[2], PROP_TAG(PT_UNSPECIFIED, 0x8000), "the id of a numeric name");

    CheckResult(message->GetIDsFromNames(3, names, MAPI_CREATE, &tags), S_OK,
                "GetIDsFromNames with MAPI_CREATE");
    owner.reset(tags);
    const ULONG created = tags->aulPropTag[1];
    Check(PROP_ID(created) >= 0x8002 && PROP_ID(created) <= 0xFFFE, "the new id is one for named properties");
    CheckResult(message->GetIDsFromNames(3, names, 0, &tags), S_OK, "the new name is known then");
    owner.reset(tags);
    CheckNumber(tags->aulPropTag[1], created, "and keeps its id");
    CheckResult(message->GetIDsFromNames(0, nullptr, 0, &tags), S_OK, "GetIDsFromNames without names");
    owner.reset(tags);
    CheckNumber(tags->cValues, 3, "gives all ids");
}

}  // namespace

void CheckNames(IMessage* message) {
    Tags ids{kNamedText, PROP_TAG(PT_LONG, 0x9000), kNamedNumber};
    SPropTagArray* tags = ids.Get();
    ULONG count = 0;
    MAPINAMEID** names = nullptr;
    CheckResult(message->GetNamesFromIDs(&tags, nullptr, 0, &count, &names), MAPI_W_ERRORS_RETURNED,
                "GetNamesFromIDs with an id that has no name");
    MapiOwner<MAPINAMEID*> owner(names);
    if (count != 3) return Check(false, "GetNamesFromIDs gives an entry for each id");
    Check(names[0]->ulKind == MNID_STRING && *names[0]->lpguid == PS_PUBLIC_STRINGS &&
              std::wcscmp(names[0]->Kind.lpwstrName, L"Color") == 0,
          "a string name");
    Check(names[1] == nullptr, "an id without a name");
    Check(names[2]->ulKind == MNID_ID && *names[2]->lpguid == kCommonPropertySet &&
              names[2]->Kind.lID == 0x8501,
          "a numeric name");

    SPropTagArray* all = nullptr;
    CheckResult(message->GetNamesFromIDs(&all, nullptr, 0, &count, &names), S_OK,
                "GetNamesFromIDs without ids");
    const MapiOwner<SPropTagArray> allOwner(all);
    owner.reset(names);
    Check(count == 2 && all->cValues == 2, "gives all names");
    SPropTagArray* strings = nullptr;
    CheckResult(message->GetNamesFromIDs(&strings, nullptr, MAPI_NO_IDS, &count, &names), S_OK,
                "GetNamesFromIDs with MAPI_NO_IDS");
    const MapiOwner<SPropTagArray> stringsOwner(strings);
    owner.reset(names);
    CheckNumber(count, 1, "gives string names only");
    CheckIds(message);
}

}  // namespace client

#include "faulty_provider/prop_object.h"

#include <cstring>

#include "faulty_provider/streams.h"

namespace faulty {
namespace {

constexpr ULONG kHuge = 0x7FFFFFF0;
constexpr ULONG kNamed = PROP_TAG(PT_UNSPECIFIED, 0x8001);
constexpr ULONG kUnknownKind = 77;

MAPINAMEID* MakeName(const Fault& fault, ULONG index, void* root) {
    if (fault.Is("nameless")) return nullptr;
    auto* const name = static_cast<MAPINAMEID*>(AllocateMoreOf(sizeof(MAPINAMEID), root));
    *name = {};
    name->ulKind = index % 2 == 0 ? MNID_ID : MNID_STRING;
    if (fault.Is("kinds")) name->ulKind = kUnknownKind;
    if (!fault.Is("nulls")) {
        constexpr wchar_t kName[] = L"Name";
        name->lpguid = static_cast<GUID*>(AllocateMoreOf(sizeof(GUID), root));
        *name->lpguid = PS_PUBLIC_STRINGS;
        if (name->ulKind == MNID_STRING) {
            name->Kind.lpwstrName = static_cast<wchar_t*>(AllocateMoreOf(sizeof kName, root));
            std::memcpy(name->Kind.lpwstrName, kName, sizeof kName);
        }
    }
    if (name->ulKind == MNID_ID) name->Kind.lID = 1;
    return name;
}

void TellProgressNow(void* pointer) {
    auto* const progress = static_cast<IMAPIProgress*>(pointer);
    progress->Progress(1, 1, 2);
    progress->Release();
}

}  // namespace

IUnknown* MakeProperty(const GUID& interfaceId) {
    if (interfaceId == IID_IMessage) return MakeEmbeddedMessage();
    if (interfaceId == IID_IStorage) return MakeStorage();
    if (interfaceId == IID_IMAPITable) return MakeTable(2);
    return MakeStream();
}

void MakeNames(const Fault& fault, SPropTagArray** tags, ULONG* count, MAPINAMEID*** names) {
    if (!*tags) *tags = MakeTagArray(fault, {kNamed, kNamed + 0x10000});
    *count = *tags ? (*tags)->cValues : 2;
    *names = nullptr;
    if (fault.Is("null")) return;
    const ULONG made = fault.Is("huge") ? 2 : *count;
    auto* const array = static_cast<MAPINAMEID**>(AllocateBlock((made + 1) * sizeof(MAPINAMEID*)));
    for (ULONG i = 0; i < made; i++) array[i] = MakeName(fault, i, array);
    *names = array;
    if (fault.Is("fewer") && *count > 0) --*count;
    if (fault.Is("huge")) *count = kHuge;
}

void TellProgress(IMAPIProgress* progress) {
    const Fault fault("IMAPIProgress");
    if (!progress) return;
    progress->AddRef();
    if (fault.Is("late")) {
        RunLate(TellProgressNow, progress);
    } else {
        TellProgressNow(progress);
    }
}

}  // namespace faulty

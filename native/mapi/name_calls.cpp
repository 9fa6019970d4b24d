#include "mapi/name_calls.h"

#include <utility>

#include "mapi/extended_error.h"
#include "mapi/mapi_memory.h"
#include "mapi/tag_array.h"

namespace mapi_msg {
namespace {

std::optional<PropertyName> CopyName(const MAPINAMEID* name) {
    if (!name) return std::nullopt;
    PropertyName copy;
    if (name->lpguid) copy.propertySet = *name->lpguid;
    if (name->ulKind == MNID_STRING) {
        copy.name = std::wstring(name->Kind.lpwstrName ? name->Kind.lpwstrName : L"");
    } else {
        copy.name = name->Kind.lID;
    }
    return copy;
}

}  // namespace

std::vector<NamedTag> GetNamesFromIDs(PropHandle& object, const std::optional<std::vector<ULONG>>& tags,
                                      const std::optional<GUID>& propertySet, ULONG flags) {
    FREEBUFFER* freeBuffer = object.OwnApartment()->OwnProvider().functions.freeBuffer;
    std::optional<TagArray> wanted;
    if (tags) wanted.emplace(*tags);
    // With NULL the provider gives an array of its own, which is the caller's to free.
    SPropTagArray* found = wanted ? wanted->Get() : nullptr;
    GUID set = propertySet.value_or(GUID{});
    ULONG count = 0;
    MapiBuffer<MAPINAMEID*> names(freeBuffer);
    const HRESULT result =
        object->GetNamesFromIDs(&found, propertySet ? &set : nullptr, flags, &count, names.Put());
    MapiBuffer<SPropTagArray> foundByProvider(freeBuffer);
    if (!wanted) *foundByProvider.Put() = found;
    Check(result, "IMAPIProp::GetNamesFromIDs", *object.Get(), *object.OwnApartment());
    std::vector<NamedTag> copies;
    if (!found || !names) return copies;
    for (ULONG i = 0; i < count && i < found->cValues; i++) {
        copies.push_back({found->aulPropTag[i], CopyName(names.Get()[i])});
    }
    return copies;
}

std::vector<ULONG> GetIDsFromNames(PropHandle& object, const std::vector<PropertyName>& names, ULONG flags) {
    return GetIDsFromNames(*object.Get(), *object.OwnApartment(), names, flags);
}

std::vector<ULONG> GetIDsFromNames(IMAPIProp& object, const Apartment& apartment,
                                   const std::vector<PropertyName>& names, ULONG flags) {
    std::vector<GUID> sets;
    sets.reserve(names.size());
    std::vector<MAPINAMEID> ids;
    ids.reserve(names.size());
    std::vector<MAPINAMEID*> pointers;
    for (const auto& name : names) {
        MAPINAMEID id = {};
        id.lpguid = &sets.emplace_back(name.propertySet);
        if (const auto* number = std::get_if<LONG>(&name.name)) {
            id.ulKind = MNID_ID;
            id.Kind.lID = *number;
        } else {
            id.ulKind = MNID_STRING;
            id.Kind.lpwstrName = const_cast<LPWSTR>(std::get<std::wstring>(name.name).c_str());
        }
        pointers.push_back(&ids.emplace_back(id));
    }
    MapiBuffer<SPropTagArray> tags(apartment.OwnProvider().functions.freeBuffer);
    Check(object.GetIDsFromNames(static_cast<ULONG>(pointers.size()), pointers.data(), flags, tags.Put()),
          "IMAPIProp::GetIDsFromNames", object, apartment);
    return CopyTags(tags.Get());
}

}  // namespace mapi_msg

#include "mapi/name_calls.h"

#include <utility>

#include "mapi/answers.h"
#include "mapi/extended_error.h"
#include "mapi/mapi_memory.h"
#include "mapi/tag_array.h"

namespace mapi_msg {
namespace {

std::optional<PropertyName> CopyName(const MAPINAMEID* name) {
    if (!IsWholeName(name)) return std::nullopt;
    if (name->ulKind == MNID_ID) return PropertyName{*name->lpguid, name->Kind.lID};
    return PropertyName{*name->lpguid, std::wstring(name->Kind.lpwstrName)};
}

}  // namespace

void CheckNames(const SPropTagArray* tags, MAPINAMEID* const* names, ULONG count) {
    constexpr char kMethod[] = "IMAPIProp::GetNamesFromIDs";
    CheckAnswer(count == 0 || (tags && names), kMethod, L"It gave no names.");
    CheckAnswer(count == (tags ? tags->cValues : 0) && count <= kMostProperties, kMethod,
                L"It gave another number of names than of properties.");
}

bool IsWholeName(const MAPINAMEID* name) {
    if (!name || !name->lpguid) return false;
    return name->ulKind == MNID_ID || (name->ulKind == MNID_STRING && name->Kind.lpwstrName);
}

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
    CheckNames(found, names.Get(), count);
    std::vector<NamedTag> copies;
    for (ULONG i = 0; i < count; i++) {
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
    CheckAnswer(tags && tags->cValues == names.size(), "IMAPIProp::GetIDsFromNames",
                L"It gave another number of properties than of names that it was asked for.");
    return CopyTags(tags.Get());
}

}  // namespace mapi_msg

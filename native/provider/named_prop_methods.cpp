// GetNamesFromIDs and GetIDsFromNames.
#include <algorithm>
#include <cstring>
#include <cwchar>

#include "provider/prop_methods.h"

namespace mapi_msg {

using namespace format;

namespace {

PropertyName FromMapiName(const MAPINAMEID& name) {
    if (!name.lpguid) throw ResultError{MAPI_E_INVALID_PARAMETER};
    PropertyName result;
    result.propertySet = ToGuidBytes(*name.lpguid);
    if (name.ulKind == MNID_ID) {
        result.id = static_cast<std::uint32_t>(name.Kind.lID);
    } else if (name.ulKind == MNID_STRING && name.Kind.lpwstrName) {
        result.isString = true;
        result.name.assign(reinterpret_cast<const char16_t*>(name.Kind.lpwstrName),
                           std::wcslen(name.Kind.lpwstrName));
    } else {
        throw ResultError{MAPI_E_INVALID_PARAMETER};
    }
    return result;
}

// The array of pointers, the structures, the GUIDs and the strings, one behind the other in one block.
Allocator::Buffer<MAPINAMEID*> ToMapiNames(const std::vector<const PropertyName*>& names,
                                           const Allocator& allocator) {
    struct Entry {
        MAPINAMEID name;
        GUID propertySet;
    };
    constexpr std::size_t kAlignment = alignof(Entry);
    const std::size_t pointers =
        (names.size() * sizeof(MAPINAMEID*) + kAlignment - 1) / kAlignment * kAlignment;
    std::size_t size = pointers + names.size() * sizeof(Entry);
    for (const PropertyName* name : names) {
        if (name && name->isString) size += (name->name.size() + 1) * sizeof(char16_t);
    }

    auto block = allocator.Allocate<MAPINAMEID*>(size);
    auto* entry = reinterpret_cast<Entry*>(reinterpret_cast<std::uint8_t*>(block.Get()) + pointers);
    auto* text = reinterpret_cast<char16_t*>(entry + names.size());
    for (std::size_t i = 0; i < names.size(); ++i, ++entry) {
        block.Get()[i] = names[i] ? &entry->name : nullptr;
        if (!names[i]) continue;
        std::memcpy(&entry->propertySet, names[i]->propertySet.data(), sizeof(GUID));
        entry->name.lpguid = &entry->propertySet;
        entry->name.ulKind = names[i]->isString ? MNID_STRING : MNID_ID;
        if (names[i]->isString) {
            entry->name.Kind.lpwstrName = reinterpret_cast<LPWSTR>(text);
            text = std::copy(names[i]->name.begin(), names[i]->name.end(), text);
            *text++ = u'\0';
        } else {
            entry->name.Kind.lID = static_cast<LONG>(names[i]->id);
        }
    }
    return block;
}

bool IsWanted(const PropertyName& name, ULONG flags) {
    return !(flags & (name.isString ? MAPI_NO_STRINGS : MAPI_NO_IDS));
}

HRESULT GetAllNames(NameMap& names, const Allocator& allocator, SPropTagArray** tags, const GUID* propertySet,
                    ULONG flags, ULONG* count, MAPINAMEID*** result) {
    std::vector<PropertyTag> ids;
    std::vector<const PropertyName*> found;
    for (const auto& [id, name] : names.All()) {
        if (!IsWanted(name, flags)) continue;
        if (propertySet && name.propertySet != ToGuidBytes(*propertySet)) continue;
        ids.push_back(MakeTag(id, PT_UNSPECIFIED));
        found.push_back(&name);
    }
    auto tagArray = ToTagArray(ids, allocator);
    if (!found.empty()) *result = ToMapiNames(found, allocator).Detach();
    *count = static_cast<ULONG>(found.size());
    *tags = tagArray.Detach();
    return S_OK;
}

}  // namespace

MAPINAMEID ToMapiName(const PropertyName& name, GUID& propertySet) {
    std::memcpy(&propertySet, name.propertySet.data(), sizeof(GUID));
    MAPINAMEID result{};
    result.lpguid = &propertySet;
    result.ulKind = name.isString ? MNID_STRING : MNID_ID;
    if (name.isString) {
        result.Kind.lpwstrName = const_cast<LPWSTR>(reinterpret_cast<const wchar_t*>(name.name.c_str()));
    } else {
        result.Kind.lID = static_cast<LONG>(name.id);
    }
    return result;
}

HRESULT GetNamesFromIds(NameMap& names, const Allocator& allocator, SPropTagArray** tags,
                        const GUID* propertySet, ULONG flags, ULONG* count, MAPINAMEID*** result) {
    if (!tags || !count || !result) return MAPI_E_INVALID_PARAMETER;
    *count = 0;
    *result = nullptr;
    CheckFlags(flags, MAPI_NO_STRINGS | MAPI_NO_IDS);
    if (!*tags) return GetAllNames(names, allocator, tags, propertySet, flags, count, result);

    // With ids given, a property set is ignored, as the documentation has it.
    SPropTagArray& wanted = **tags;
    if (wanted.cValues == 0) return MAPI_E_INVALID_PARAMETER;
    std::vector<PropertyName> mapiNames;  // of ids below 0x8000
    mapiNames.reserve(wanted.cValues);
    std::vector<const PropertyName*> found;
    for (ULONG i = 0; i < wanted.cValues; ++i) {
        const std::uint16_t id = IdOf(wanted.aulPropTag[i]);
        const PropertyName* name = names.NameOf(id);
        if (!name && id != 0 && id < kFirstNamedId) {
            name = &mapiNames.emplace_back(PropertyName{ToGuidBytes(PS_MAPI), false, id, {}});
        }
        found.push_back(name && IsWanted(*name, flags) ? name : nullptr);
    }
    *result = ToMapiNames(found, allocator).Detach();
    *count = wanted.cValues;
    bool missing = false;
    for (ULONG i = 0; i < wanted.cValues; ++i) {
        if (found[i]) continue;
        wanted.aulPropTag[i] = WithType(wanted.aulPropTag[i], kTypeError);
        missing = true;
    }
    return missing ? MAPI_W_ERRORS_RETURNED : S_OK;
}

HRESULT GetIdsFromNames(NameMap& names, const Allocator& allocator, ULONG count, MAPINAMEID** wanted,
                        ULONG flags, SPropTagArray** tags) {
    if (!tags) return MAPI_E_INVALID_PARAMETER;
    *tags = nullptr;
    CheckFlags(flags, MAPI_CREATE);
    std::vector<PropertyTag> result;
    if (!wanted) {
        if (count != 0 || flags & MAPI_CREATE) return MAPI_E_INVALID_PARAMETER;
        for (const auto& entry : names.All()) result.push_back(MakeTag(entry.first, PT_UNSPECIFIED));
        *tags = ToTagArray(result, allocator).Detach();
        return S_OK;
    }
    if (count == 0) return MAPI_E_INVALID_PARAMETER;

    std::vector<PropertyName> parsed;
    for (ULONG i = 0; i < count; ++i) {
        if (!wanted[i]) return MAPI_E_INVALID_PARAMETER;
        parsed.push_back(FromMapiName(*wanted[i]));
    }
    bool missing = false;
    for (const PropertyName& name : parsed) {
        auto id = names.IdOf(name);
        if (!id && flags & MAPI_CREATE) {
            id = names.Create(name);
            if (!id) return MAPI_E_TOO_BIG;
        }
        missing = missing || !id;
        result.push_back(id ? MakeTag(*id, PT_UNSPECIFIED) : MakeTag(0, kTypeError));
    }
    *tags = ToTagArray(result, allocator).Detach();
    return missing ? MAPI_W_ERRORS_RETURNED : S_OK;
}

}  // namespace mapi_msg

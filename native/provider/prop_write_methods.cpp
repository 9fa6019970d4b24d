#include "provider/prop_write_methods.h"

#include <algorithm>

#include "provider/property_tags.h"
#include "provider/string_conversion.h"

namespace mapi_msg {

using namespace format;

namespace {

// Whether the entry is one that SetProps passes over.
bool IsIgnored(PropertyTag tag) { return TypeOf(tag) == kTypeError || tag == PT_NULL; }

// Throws for what is wrong with the call as a whole, so that nothing is changed then.
std::vector<PropertyValue> Parse(ULONG count, const SPropValue* values) {
    std::vector<PropertyValue> parsed;
    parsed.reserve(count);
    for (ULONG i = 0; i < count; ++i) {
        const std::uint16_t type = TypeOf(values[i].ulPropTag);
        if (type == kTypeObject) throw ResultError{MAPI_E_INVALID_PARAMETER};
        const Placement placement = PlacementOf(type);
        const bool multiple =
            placement == Placement::kFixedMultiValue || placement == Placement::kVariableMultiValue;
        if (multiple && values[i].Value.MVl.cValues == 0) throw ResultError{MAPI_E_INVALID_PARAMETER};
        parsed.push_back(FromPropValue(values[i]));
    }
    return parsed;
}

// Why a client may not set or delete the property: S_OK if it may.
SCODE CheckChangeable(PropertySource& source, PropertyTag tag) {
    if (source.IsComputed(IdOf(tag))) return MAPI_E_COMPUTED;
    return AttributesFor(source, IdOf(tag)) & PROPATTR_WRITEABLE ? S_OK : MAPI_E_NO_ACCESS;
}

SCODE SetOne(PropertySource& source, NameMap& names, PropertyValue value) {
    const SCODE refusal = CheckSettable(source, names, value.tag);
    if (FAILED(refusal)) return refusal;
    const std::uint32_t attributes = AttributesFor(source, IdOf(value.tag));
    source.Put(MakeChange(InStoredWidth(source, std::move(value)), attributes));
    return S_OK;
}

SCODE DeleteOne(PropertySource& source, PropertyTag tag, const std::function<bool(ULONG)>& deleteObject) {
    if (TypeOf(tag) == kTypeObject && deleteObject(tag)) return S_OK;
    const PropertyTag any = WithType(tag, 0);
    const bool isStored = source.StoredTagFor(any, StringWidth::kAsStored).has_value();
    if (!isStored) return source.IsComputed(IdOf(tag)) ? MAPI_E_COMPUTED : MAPI_E_NOT_FOUND;
    const SCODE refusal = CheckChangeable(source, tag);
    if (FAILED(refusal)) return refusal;
    if (source.Attributes(any) & PROPATTR_MANDATORY) return MAPI_E_NO_ACCESS;
    source.Put(IdOf(tag), {});
    return S_OK;
}

}  // namespace

void Problems::HandOut(SPropProblemArray** problems, const Allocator& allocator) const {
    if (!problems || problems_.empty()) return;
    auto array = allocator.Allocate<SPropProblemArray>(CbNewSPropProblemArray(problems_.size()));
    array->cProblem = static_cast<ULONG>(problems_.size());
    std::copy(problems_.begin(), problems_.end(), array->aProblem);
    *problems = array.Detach();
}

SCODE CheckSettable(PropertySource& source, NameMap& names, PropertyTag tag) {
    const std::uint16_t id = IdOf(tag);
    if (PlacementOf(TypeOf(tag)) == Placement::kUnknown) return MAPI_E_INVALID_TYPE;
    if (id == 0) return MAPI_E_INVALID_PARAMETER;
    const bool isStored = source.StoredTagFor(MakeTag(id, 0), StringWidth::kAsStored).has_value();
    // An id that no name has belongs to whatever name gets it next.
    if (id >= kFirstNamedId && !isStored && !names.NameOf(id)) return MAPI_E_INVALID_PARAMETER;
    return CheckChangeable(source, tag);
}

std::uint32_t AttributesFor(PropertySource& source, std::uint16_t id) {
    const auto stored = source.StoredTagFor(MakeTag(id, 0), StringWidth::kAsStored);
    const std::uint32_t attributes = stored ? source.Attributes(*stored) : PROPATTR_NOT_PRESENT;
    // Some writers leave all attributes out.
    const bool isMarked = (attributes & (PROPATTR_READABLE | PROPATTR_WRITEABLE)) != 0;
    return isMarked ? attributes : kDefaultAttributes;
}

PropertyTag StoredTagOf(PropertySource& source, PropertyTag tag) {
    if (!IsString(TypeOf(tag))) return tag;
    // Where a file has a Unicode string all the same, nothing is to be lost of it.
    const PropertyTag unicode = WithWidth(tag, StringWidth::kUnicode);
    const bool isUnicode = source.Width() == StringWidth::kUnicode ||
                           source.StoredTagFor(unicode, StringWidth::kAsStored) == unicode;
    return WithWidth(tag, isUnicode ? StringWidth::kUnicode : StringWidth::kString8);
}

PropertyValue InStoredWidth(PropertySource& source, PropertyValue value) {
    const PropertyTag tag = StoredTagOf(source, value.tag);
    return tag == value.tag ? value : ConvertString(TypeOf(tag), std::move(value), source.CodePage());
}

HRESULT SetProps(PropertySource& source, NameMap& names, const Allocator& allocator, ULONG count,
                 const SPropValue* values, SPropProblemArray** problems) {
    std::vector<PropertyValue> parsed = Parse(count, values);
    Problems found;
    const auto set = [&](ULONG i) {
        const PropertyTag tag = values[i].ulPropTag;
        if (IsIgnored(tag)) return;
        const SCODE result = SetOne(source, names, std::move(parsed[i]));
        if (FAILED(result)) found.Add(i, tag, result);
    };
    // First what 8-bit strings among the others are written in.
    const auto* codePage = std::find_if(values, values + count, [](const SPropValue& value) {
        return value.ulPropTag == kPrMessageCodePage;
    });
    const auto first = static_cast<ULONG>(codePage - values);
    if (first < count) set(first);
    for (ULONG i = 0; i < count; ++i) {
        if (i != first) set(i);
    }
    found.HandOut(problems, allocator);
    return S_OK;
}

HRESULT DeleteProps(PropertySource& source, const Allocator& allocator, const SPropTagArray* tags,
                    SPropProblemArray** problems, const std::function<bool(ULONG tag)>& deleteObject) {
    Problems found;
    for (ULONG i = 0; i < tags->cValues; ++i) {
        const PropertyTag tag = tags->aulPropTag[i];
        const SCODE result = DeleteOne(source, tag, deleteObject);
        if (FAILED(result)) found.Add(i, tag, result);
    }
    found.HandOut(problems, allocator);
    return S_OK;
}

HRESULT SetAttributes(PropertySource& source, const Allocator& allocator, const SPropTagArray* tags,
                      const SPropAttrArray* attributes, SPropProblemArray** problems) {
    constexpr ULONG kSettable = PROPATTR_MANDATORY | PROPATTR_READABLE | PROPATTR_WRITEABLE;
    Problems found;
    for (ULONG i = 0; i < tags->cValues; ++i) {
        const PropertyTag tag = tags->aulPropTag[i];
        const auto stored = source.StoredTagFor(tag, StringWidth::kAsStored);
        if (attributes->aPropAttr[i] & ~kSettable) {
            found.Add(i, tag, MAPI_E_INVALID_PARAMETER);
        } else if (!stored) {
            found.Add(i, tag, source.IsComputed(IdOf(tag)) ? MAPI_E_COMPUTED : MAPI_E_NOT_FOUND);
        } else {
            source.Changes().SetAttributes(*stored, attributes->aPropAttr[i]);
        }
    }
    const bool any = !found.IsEmpty();
    found.HandOut(problems, allocator);
    return any ? MAPI_W_ERRORS_RETURNED : S_OK;
}

}  // namespace mapi_msg

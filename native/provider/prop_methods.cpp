#include "provider/prop_methods.h"

#include <algorithm>

#include "provider/prop_write_methods.h"
#include "provider/value_write_stream.h"

namespace mapi_msg {

using namespace format;

void CheckFlags(ULONG flags, ULONG allowed) {
    if (flags & ~allowed) throw ResultError{MAPI_E_UNKNOWN_FLAGS};
}

StringWidth WidthOf(ULONG flags) {
    return flags & MAPI_UNICODE ? StringWidth::kUnicode : StringWidth::kString8;
}

bool OpensForWriting(ULONG flags, bool writable) {
    CheckFlags(flags, MAPI_MODIFY | MAPI_CREATE | MAPI_DEFERRED_ERRORS | MAPI_BEST_ACCESS);
    if (flags & MAPI_CREATE && !(flags & MAPI_MODIFY)) throw ResultError{MAPI_E_INVALID_PARAMETER};
    const bool mustWrite = flags & MAPI_CREATE || (flags & MAPI_MODIFY && !(flags & MAPI_BEST_ACCESS));
    if (mustWrite && !writable) throw ResultError{MAPI_E_NO_ACCESS};
    return writable && flags & (MAPI_MODIFY | MAPI_BEST_ACCESS);
}

Allocator::Buffer<SPropTagArray> ToTagArray(const std::vector<PropertyTag>& tags,
                                            const Allocator& allocator) {
    auto array = allocator.Allocate<SPropTagArray>(CbNewSPropTagArray(std::max<std::size_t>(tags.size(), 1)));
    array->cValues = static_cast<ULONG>(tags.size());
    std::copy(tags.begin(), tags.end(), array->aulPropTag);
    return array;
}

HRESULT GetProps(PropertySource& source, const Allocator& allocator, const SPropTagArray* tags, ULONG flags,
                 ULONG* count, SPropValue** values) {
    if (!count || !values) return MAPI_E_INVALID_PARAMETER;
    *count = 0;
    *values = nullptr;
    CheckFlags(flags, MAPI_UNICODE);
    if (tags && tags->cValues == 0) return MAPI_E_INVALID_PARAMETER;

    const StringWidth width = WidthOf(flags);
    const std::vector<PropertyTag> wanted =
        tags ? std::vector<PropertyTag>(tags->aulPropTag, tags->aulPropTag + tags->cValues)
             : source.Tags(width);
    std::vector<PropertyValue> found;
    found.reserve(wanted.size());
    for (PropertyTag tag : wanted) found.push_back(source.GetForClient(tag, width, kLargestValueInGetProps));

    *values = ToPropValues(found, allocator).Detach();
    *count = static_cast<ULONG>(found.size());
    const bool errors = std::any_of(*values, *values + *count, [](const SPropValue& value) {
        return PROP_TYPE(value.ulPropTag) == PT_ERROR;
    });
    return errors ? MAPI_W_ERRORS_RETURNED : S_OK;
}

HRESULT GetPropList(PropertySource& source, const Allocator& allocator, ULONG flags, SPropTagArray** tags) {
    if (!tags) return MAPI_E_INVALID_PARAMETER;
    *tags = nullptr;
    CheckFlags(flags, MAPI_UNICODE);
    *tags = ToTagArray(source.Tags(WidthOf(flags)), allocator).Detach();
    return S_OK;
}

HRESULT GetAttributes(PropertySource& source, const Allocator& allocator, const SPropTagArray* tags,
                      SPropAttrArray** attributes) {
    if (!attributes) return MAPI_E_INVALID_PARAMETER;
    *attributes = nullptr;
    if (!tags || tags->cValues == 0) return MAPI_E_INVALID_PARAMETER;
    auto result = allocator.Allocate<SPropAttrArray>(CbNewSPropAttrArray(tags->cValues));
    result->cValues = tags->cValues;
    for (ULONG i = 0; i < tags->cValues; ++i) result->aPropAttr[i] = source.Attributes(tags->aulPropTag[i]);
    *attributes = result.Detach();
    return S_OK;
}

namespace {

void RequireStreamType(std::uint16_t type) {
    if (PlacementOf(type) != Placement::kStream || type == kTypeGuid) {
        throw ResultError{MAPI_E_INTERFACE_NOT_SUPPORTED};
    }
}

// Throws MAPI_E_NOT_FOUND if there is no value.
std::shared_ptr<ValueSource> OpenBytes(PropertySource& source, PropertyTag tag) {
    if (source.StoredTagFor(tag, StringWidth::kAsStored) == tag) {
        auto bytes = source.OpenStored(tag);
        if (!bytes) throw ResultError{MAPI_E_NOT_FOUND};
        return bytes;
    }
    // A computed value, or one of the other string type.
    PropertyValue value = source.Get(tag, StringWidth::kAsStored, kNoLimit);
    if (value.IsError()) throw ResultError{value.Error()};
    return MakeMemorySource(std::move(value.bytes));
}

}  // namespace

HRESULT OpenValueStream(PropertySource& source, TreeObject& owner, ULONG tag, IUnknown** object) {
    RequireStreamType(TypeOf(tag));
    *object = new ValueStream(owner, OpenBytes(source, tag));
    return S_OK;
}

HRESULT OpenValueWriteStream(PropertySource& source, NameMap& names, TreeObject& owner,
                             ValueOwner& valueOwner, ULONG tag, ULONG flags, IUnknown** object) {
    RequireStreamType(TypeOf(tag));
    const SCODE refusal = CheckSettable(source, names, tag);
    if (FAILED(refusal)) {
        if (!(flags & MAPI_BEST_ACCESS) || flags & MAPI_CREATE) return refusal;
        return OpenValueStream(source, owner, tag, object);
    }
    std::shared_ptr<ValueSource> bytes;
    if (!(flags & MAPI_CREATE)) bytes = OpenBytes(source, tag);
    *object = new ValueWriteStream(owner, valueOwner, tag, std::move(bytes));
    return S_OK;
}

void StoreStreamValue(PropertySource& source, PropertyTag tag, std::shared_ptr<ValueBuffer> bytes) {
    const std::uint32_t attributes = AttributesFor(source, IdOf(tag));
    const PropertyTag stored = StoredTagOf(source, tag);
    constexpr std::uint64_t kLargestInMemory = 64 * 1024;
    // Half a character at the end is none.
    if (TypeOf(tag) == kTypeUnicode && bytes->Size() % 2 != 0) bytes->Resize(bytes->Size() - 1);
    if (stored != tag || bytes->Size() <= kLargestInMemory) {
        PropertyValue value = BinaryValue(tag, *ReadAll(*bytes, kNoLimit));
        source.Put(MakeChange(InStoredWidth(source, std::move(value)), attributes));
        return;
    }
    ChangedValue change;
    change.tag = tag;
    change.attributes = attributes;
    change.buffer = std::move(bytes);
    source.Put(std::move(change));
}

}  // namespace mapi_msg

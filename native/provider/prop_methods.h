// IMAPIProp's methods for reading, as messages and attachments share them.
#pragma once

#include "provider/name_map.h"
#include "provider/property_source.h"

namespace mapi_msg {

class TreeObject;
class ValueBuffer;
class ValueOwner;

// Larger strings and binaries are not given by GetProps: they are to be opened as a stream.
inline constexpr std::uint64_t kLargestValueInGetProps = 32 * 1024;

// Throws MAPI_E_UNKNOWN_FLAGS for a flag that is not allowed.
void CheckFlags(ULONG flags, ULONG allowed);
StringWidth WidthOf(ULONG flags);

// Whether what is opened with these flags (MAPI_MODIFY, MAPI_BEST_ACCESS, ...) can be changed, in an object
// that itself can be or not. Throws if that is not what the client wants.
bool OpensForWriting(ULONG flags, bool writable);

HRESULT GetProps(PropertySource& source, const Allocator& allocator, const SPropTagArray* tags, ULONG flags,
                 ULONG* count, SPropValue** values);
HRESULT GetPropList(PropertySource& source, const Allocator& allocator, ULONG flags, SPropTagArray** tags);
// Whether the tag may be opened as a stream, and the stream on it. `owner` is kept alive by the stream.
HRESULT OpenValueStream(PropertySource& source, TreeObject& owner, ULONG tag, IUnknown** object);
// The same to change the value, or with MAPI_CREATE to set one. `owner` and `valueOwner` are one object.
HRESULT OpenValueWriteStream(PropertySource& source, NameMap& names, TreeObject& owner,
                             ValueOwner& valueOwner, ULONG tag, ULONG flags, IUnknown** object);
// What such a stream's value becomes.
void StoreStreamValue(PropertySource& source, format::PropertyTag tag, std::shared_ptr<ValueBuffer> bytes);

// PROPATTR_* for each tag. Of a string both widths can be asked for: the one that is not stored answers
// PROPATTR_NOT_PRESENT, although GetProps would convert.
HRESULT GetAttributes(PropertySource& source, const Allocator& allocator, const SPropTagArray* tags,
                      SPropAttrArray** attributes);

HRESULT GetNamesFromIds(NameMap& names, const Allocator& allocator, SPropTagArray** tags,
                        const GUID* propertySet, ULONG flags, ULONG* count, MAPINAMEID*** result);
HRESULT GetIdsFromNames(NameMap& names, const Allocator& allocator, ULONG count, MAPINAMEID** wanted,
                        ULONG flags, SPropTagArray** tags);

// The name as MAPI has it. It points into `name` and to `propertySet`, where the set is put.
MAPINAMEID ToMapiName(const format::PropertyName& name, GUID& propertySet);

// A tag array in the client's memory.
Allocator::Buffer<SPropTagArray> ToTagArray(const std::vector<format::PropertyTag>& tags,
                                            const Allocator& allocator);

}  // namespace mapi_msg

// Writing properties into a storage, [MS-OXMSG] 2.1.3, 2.1.4 and 2.4.
#pragma once

#include <functional>

#include "provider/format/property_stream.h"
#include "provider/property_source.h"

namespace mapi_msg {

// Calls `visit` for each index below the count in an order that keeps a binary search tree of ascending
// names flat: not every implementation of compound files balances its trees.
void VisitBalanced(std::size_t count, const std::function<void(std::size_t)>& visit);

void WriteAll(IStream& stream, format::Bytes bytes);
// What is there of that name, stream or storage, is replaced.
void WriteStream(IStorage& storage, const std::u16string& name, format::Bytes contents);
ComPtr<IStorage> CreateChildStorage(IStorage& parent, const std::u16string& name);
// It need not be there.
void DestroyElement(IStorage& storage, const std::u16string& name);

// Writes one value and gives the entry for it. Not for objects.
format::PropertyEntry WriteValue(IStorage& storage, const ChangedValue& value);

// Brings a storage up to date with what was changed of the properties that are in it. `writeObject` writes
// objects. `header` is that of the property stream, without entries.
void WriteChanges(PropertySource& source, IStorage& storage, format::PropertyOwner owner,
                  format::PropertyStream header,
                  const std::function<format::PropertyEntry(const ChangedValue&)>& writeObject);

}  // namespace mapi_msg

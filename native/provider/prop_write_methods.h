// IMAPIProp's methods for writing properties, as messages and attachments share them. They change what the
// object holds; SaveChanges is up to the object.
#pragma once

#include <functional>

#include "provider/allocator.h"
#include "provider/name_map.h"
#include "provider/property_source.h"

namespace mapi_msg {

// Collects what went wrong with single properties.
class Problems {
  public:
    void Add(ULONG index, ULONG tag, SCODE code) { problems_.push_back({index, tag, code}); }
    bool IsEmpty() const { return problems_.empty(); }
    // Hands them out, if the client wants them and there are any.
    void HandOut(SPropProblemArray** problems, const Allocator& allocator) const;

  private:
    std::vector<SPropProblem> problems_;
};

HRESULT SetProps(PropertySource& source, NameMap& names, const Allocator& allocator, ULONG count,
                 const SPropValue* values, SPropProblemArray** problems);
// `deleteObject` is called for tags of type PT_OBJECT: whether it deleted something.
HRESULT DeleteProps(PropertySource& source, const Allocator& allocator, const SPropTagArray* tags,
                    SPropProblemArray** problems, const std::function<bool(ULONG tag)>& deleteObject);
HRESULT SetAttributes(PropertySource& source, const Allocator& allocator, const SPropTagArray* tags,
                      const SPropAttrArray* attributes, SPropProblemArray** problems);

// Why a client may not set the property: S_OK if it may.
SCODE CheckSettable(PropertySource& source, NameMap& names, format::PropertyTag tag);
// The tag under which the object stores a value of this tag: strings have its width.
format::PropertyTag StoredTagOf(PropertySource& source, format::PropertyTag tag);
// The value in the width of strings that the object stores.
PropertyValue InStoredWidth(PropertySource& source, PropertyValue value);
// The attributes of what a client puts in place of a property.
std::uint32_t AttributesFor(PropertySource& source, std::uint16_t id);

}  // namespace mapi_msg

// Named properties of IMAPIProp. Session thread only; these throw MapiFailure.
// https://learn.microsoft.com/office/client-developer/outlook/mapi/mapi-named-properties
#pragma once

#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "mapi/objects.h"

namespace mapi_msg {

// The contents of a MAPINAMEID: a property set and, in it, a number or a string.
struct PropertyName {
    GUID propertySet = {};
    std::variant<LONG, std::wstring> name;
};

struct NamedTag {
    ULONG tag;
    // None: the property has no name.
    std::optional<PropertyName> name;
};

// What GetNamesFromIDs answered: throws unless there is a name, or null, for each of the tags.
void CheckNames(const SPropTagArray* tags, MAPINAMEID* const* names, ULONG count);
// Whether it has its property set, and a number or a string in that.
bool IsWholeName(const MAPINAMEID* name);

// All names of the object without tags; those of one property set if there is one.
std::vector<NamedTag> GetNamesFromIDs(PropHandle& object, const std::optional<std::vector<ULONG>>& tags,
                                      const std::optional<GUID>& propertySet, ULONG flags);

// Tags of type PT_UNSPECIFIED, or of PT_ERROR for names that the object does not know.
std::vector<ULONG> GetIDsFromNames(PropHandle& object, const std::vector<PropertyName>& names, ULONG flags);
std::vector<ULONG> GetIDsFromNames(IMAPIProp& object, const Apartment& apartment,
                                   const std::vector<PropertyName>& names, ULONG flags);

}  // namespace mapi_msg

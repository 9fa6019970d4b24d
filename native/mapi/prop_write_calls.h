// What IMAPIProp, and what message-on-storage adds to it, have for writing. Session thread only; these throw
// MapiFailure.
// https://learn.microsoft.com/office/client-developer/outlook/mapi/imapipropiunknown
#pragma once

#include <vector>

#include "mapi/objects.h"

namespace mapi_msg {

// An entry of SPropProblemArray: which of the values or tags of a call failed though the call did not.
struct PropertyProblem {
    ULONG index;
    ULONG tag;
    SCODE code;
};

using PropertyProblems = std::vector<PropertyProblem>;

// What a method answered that tells problems one by one. Throws if it failed as a whole, or if the answer
// cannot be: with more than `most` problems, or with some that it does not name.
PropertyProblems TakeProblems(HRESULT result, const SPropProblemArray* problems, ULONG most,
                              const char* method, PropHandle& object);

// PT_STRING8 values that are text are encoded in the object's code page. Throws, with nothing set, if that
// lacks one of the characters. An empty row is nothing to do.
// https://learn.microsoft.com/office/client-developer/outlook/mapi/imapiprop-setprops
PropertyProblems SetProps(PropHandle& object, PropertyRow values);

// https://learn.microsoft.com/office/client-developer/outlook/mapi/imapiprop-deleteprops
PropertyProblems DeleteProps(PropHandle& object, const std::vector<ULONG>& tags);

// https://learn.microsoft.com/office/client-developer/outlook/mapi/imapiprop-savechanges
void SaveChanges(PropHandle& object, ULONG flags);

// One PROPATTR_* sum for each tag.
// https://learn.microsoft.com/office/client-developer/outlook/mapi/setattribimsgonistg
PropertyProblems SetAttributes(PropHandle& object, const std::vector<ULONG>& tags,
                               const std::vector<ULONG>& attributes);

}  // namespace mapi_msg

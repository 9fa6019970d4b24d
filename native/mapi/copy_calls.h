// IMAPIProp's methods for copying from one object to another of the same session thread. Session thread only;
// these throw MapiFailure.
#pragma once

#include <optional>
#include <vector>

#include "mapi/prop_write_calls.h"

namespace mapi_msg {

struct CopyOptions {
    // MAPI_MOVE, MAPI_NOREPLACE, MAPI_DECLINE_OK
    ULONG flags = 0;
    // That of the target by which it is copied to.
    GUID interfaceId = {};
    // May be null.
    IMAPIProgress* progress = nullptr;
};

// Leaves out these properties, whatever the types in their tags, and what these interfaces stand for.
// https://learn.microsoft.com/office/client-developer/outlook/mapi/imapiprop-copyto
PropertyProblems CopyTo(PropHandle& source, const std::vector<ULONG>& excludedTags,
                        const std::vector<GUID>& excludedInterfaces, PropHandle& target,
                        const CopyOptions& options);

// https://learn.microsoft.com/office/client-developer/outlook/mapi/imapiprop-copyprops
PropertyProblems CopyProps(PropHandle& source, const std::vector<ULONG>& tags, PropHandle& target,
                           const CopyOptions& options);

}  // namespace mapi_msg

// What IMessage has for writing. Session thread only; these throw MapiFailure.
// https://learn.microsoft.com/office/client-developer/outlook/mapi/imessageimapiprop
#pragma once

#include <memory>
#include <vector>

#include "mapi/objects.h"

namespace mapi_msg {

struct CreatedAttachment {
    // PR_ATTACH_NUM
    ULONG number = 0;
    std::shared_ptr<PropHandle> attachment;
};

// https://learn.microsoft.com/office/client-developer/outlook/mapi/imessage-createattach
CreatedAttachment CreateAttach(const std::shared_ptr<MessageHandle>& message, ULONG flags);

// `progress` may be null.
// https://learn.microsoft.com/office/client-developer/outlook/mapi/imessage-deleteattach
void DeleteAttach(MessageHandle& message, ULONG number, IMAPIProgress* progress, ULONG flags);

// `flags` is MODRECIP_ADD, _MODIFY or _REMOVE, or 0 to replace all. Strings are encoded as by SetProps.
// https://learn.microsoft.com/office/client-developer/outlook/mapi/imessage-modifyrecipients
void ModifyRecipients(MessageHandle& message, ULONG flags, std::vector<PropertyRow> rows);

// https://learn.microsoft.com/office/client-developer/outlook/mapi/imessage-submitmessage
void SubmitMessage(MessageHandle& message, ULONG flags);

// https://learn.microsoft.com/office/client-developer/outlook/mapi/imessage-setreadflag
void SetReadFlag(MessageHandle& message, ULONG flags);

}  // namespace mapi_msg

// IMessage. Session thread only; these throw MapiFailure.
// https://learn.microsoft.com/office/client-developer/outlook/mapi/imessageimapiprop
#pragma once

#include <memory>

#include "mapi/objects.h"

namespace mapi_msg {

std::shared_ptr<TableHandle> GetAttachmentTable(const std::shared_ptr<MessageHandle>& message, ULONG flags);
std::shared_ptr<TableHandle> GetRecipientTable(const std::shared_ptr<MessageHandle>& message, ULONG flags);
std::shared_ptr<PropHandle> OpenAttach(const std::shared_ptr<MessageHandle>& message, ULONG number,
                                       ULONG flags);

}  // namespace mapi_msg

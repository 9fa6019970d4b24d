// IMessage::ModifyRecipients.
#pragma once

#include "provider/message_data.h"

namespace mapi_msg {

// With one of MODRECIP_ADD, MODRECIP_MODIFY and MODRECIP_REMOVE, or 0 to replace all. Nothing is changed if
// it fails.
HRESULT ChangeRecipients(MessageData& message, ULONG flags, const ADRLIST& list);

}  // namespace mapi_msg

// Writes a message with all that was changed in it into its storage.
#pragma once

#include "provider/message_data.h"
#include "provider/name_map.h"

namespace mapi_msg {

// Throws, and leaves the storage as it was, if anything fails. Without `commit` that is left to the caller,
// as is to undo what was written.
void SaveMessage(MessageData& message, NameMap& names, bool commit);

}  // namespace mapi_msg

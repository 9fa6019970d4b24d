// Copies to a message or attachment of another provider, through MAPI's interfaces.
#pragma once

#include "provider/contents_copy.h"
#include "provider/own_object.h"

namespace mapi_msg {

// `properties` are those of `source`. A message also gets attachments and recipients, if the target is one.
void CopyToForeign(OwnObject& source, PropertySource& properties, const CopyOptions& options,
                   IMAPIProp& target, bool targetIsMessage, Problems& problems);

}  // namespace mapi_msg

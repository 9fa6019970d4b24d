// Copies what one message or attachment of this provider holds to another, without a loss: types, attributes
// and what MAPI computes come as they are stored.
#pragma once

#include <functional>
#include <set>

#include "provider/message_data.h"
#include "provider/name_map.h"
#include "provider/prop_write_methods.h"

namespace mapi_msg {

struct CopyOptions {
    // Ids that are left out, or the only ones that are copied.
    std::set<std::uint16_t> ids;
    bool onlyThese = false;
    // What the target has stays.
    bool keepsExisting = false;
    // Called with how much of how much is done.
    std::function<void(ULONG done, ULONG total)> tell = [](ULONG, ULONG) {};

    bool Wants(std::uint16_t id) const { return ids.contains(id) == onlyThese; }
};

// Names get the target's ids.
void CopyContents(MessageData& source, NameMap& sourceNames, MessageData& target, NameMap& targetNames,
                  const CopyOptions& options, Problems& problems);
void CopyContents(AttachmentData& source, NameMap& sourceNames, AttachmentData& target, NameMap& targetNames,
                  const CopyOptions& options, Problems& problems);
// Properties alone, from a message to an attachment or back.
void CopyProperties(PropertySource& source, NameMap& sourceNames, PropertySource& target,
                    NameMap& targetNames, const CopyOptions& options, Problems& problems);

}  // namespace mapi_msg

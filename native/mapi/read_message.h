// Reads a message whole, in one go. Session thread only; this throws MapiFailure.
#pragma once

#include <optional>
#include <vector>

#include "abi/com_ptr.h"
#include "mapi/apartment.h"
#include "mapi/message_pack.h"

namespace mapi_msg {

// The properties to read of an object; all that it has if there are no tags.
using WantedProperties = std::optional<std::vector<ULONG>>;

struct ReadMessageOptions {
    WantedProperties message;
    // Nothing is read of those that are not asked for.
    std::optional<WantedProperties> recipients;
    std::optional<WantedProperties> attachments;
    // The bytes of attachments: their PR_ATTACH_DATA_BIN.
    bool contents = false;
    // Messages that are attached, with these same options.
    bool nested = false;
    // PR_RTF_COMPRESSED, uncompressed.
    bool rtf = false;
    // The same, but only of messages without PR_HTML, or without PR_BODY.
    bool rtfWithoutHtml = false;
    bool rtfWithoutText = false;
    // The names of the properties that have one.
    bool names = false;
};

// Opens, reads and closes the message on a storage. `session` may be null.
MessagePack ReadMessage(const Apartment& apartment, LPMSGSESS session, const ComPtr<IStorage>& storage,
                        const ReadMessageOptions& options);

}  // namespace mapi_msg

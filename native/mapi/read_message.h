// Reads a message whole, in one go. Session thread only; this throws MapiFailure.
#pragma once

#include <cstdint>
#include <limits>
#include <memory>
#include <vector>

#include "abi/com_ptr.h"
#include "mapi/answers.h"
#include "mapi/apartment.h"
#include "mapi/message_details.h"
#include "mapi/message_pack.h"

namespace mapi_msg {

// The properties to read of an object or of the rows of a table.
struct WantedProperties {
    enum class Extent { None, Tags, All };

    Extent extent = Extent::None;
    std::vector<ULONG> tags = {};

    bool IsNone() const { return extent == Extent::None; }
    bool IsAll() const { return extent == Extent::All; }
};

// Files may nest messages without end, and have any number of anything.
struct ReadLimits {
    // How deep messages in messages are followed.
    ULONG depth = 64;
    // Of each table.
    ULONG rows = kMostRows;
    // Of all that is read of a message, with those attached to it.
    std::uint64_t bytes = std::numeric_limits<std::uint64_t>::max();
};

struct ReadMessageOptions {
    WantedProperties message;
    WantedProperties recipients;
    WantedProperties attachments;
    // The bytes of attachments: their PR_ATTACH_DATA_BIN.
    bool contents = false;
    // Messages that are attached, with these same options.
    bool nested = false;
    // PR_RTF_COMPRESSED, uncompressed.
    bool rtf = false;
    // What it encapsulates, but only of messages without PR_HTML, or without PR_BODY.
    bool rtfWithoutHtml = false;
    bool rtfWithoutText = false;
    // The names of the properties that have one.
    bool names = false;
    // None are wanted without it.
    std::shared_ptr<const MessageDetails> details;
    ReadLimits limits;
};

// Opens, reads and closes the message on a storage. `session` may be null.
MessagePack ReadMessage(const Apartment& apartment, LPMSGSESS session, const ComPtr<IStorage>& storage,
                        const ReadMessageOptions& options);

}  // namespace mapi_msg

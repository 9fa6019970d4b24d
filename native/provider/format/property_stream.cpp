#include "provider/format/property_stream.h"

#include <algorithm>

namespace mapi_msg::format {

std::optional<PropertyStream> ParsePropertyStream(Bytes stream, PropertyOwner owner) {
    constexpr std::size_t kEntrySize = 16;
    const std::size_t headerSize = HeaderSizeOf(owner);
    if (stream.size() < headerSize) return std::nullopt;

    PropertyStream result;
    if (owner != PropertyOwner::kAttachmentOrRecipient) {
        result.nextRecipientId = ReadU32(stream, 8);
        result.nextAttachmentId = ReadU32(stream, 12);
        result.recipientCount = ReadU32(stream, 16);
        result.attachmentCount = ReadU32(stream, 20);
    }
    result.entries.reserve((stream.size() - headerSize) / kEntrySize);
    for (std::size_t offset = headerSize; stream.size() - offset >= kEntrySize; offset += kEntrySize) {
        PropertyEntry entry;
        entry.tag = ReadU32(stream, offset);
        entry.flags = ReadU32(stream, offset + 4);
        std::copy_n(stream.begin() + static_cast<std::ptrdiff_t>(offset + 8), entry.value.size(),
                    entry.value.begin());
        result.entries.push_back(entry);
    }
    return result;
}

}  // namespace mapi_msg::format

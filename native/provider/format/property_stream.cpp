#include "provider/format/property_stream.h"

#include <algorithm>

namespace mapi_msg::format {

namespace {

constexpr std::size_t kEntrySize = 16;

// An embedded message that was saved as a file of its own keeps its short header, and some writers embed a
// message with the long one. What follows the short header is an entry, and not the zeros of the long one.
PropertyOwner OwnerByContents(Bytes stream, PropertyOwner owner) {
    constexpr std::size_t kShort = HeaderSizeOf(PropertyOwner::kEmbeddedMessage);
    constexpr std::size_t kLong = HeaderSizeOf(PropertyOwner::kRootMessage);
    if (owner == PropertyOwner::kAttachmentOrRecipient || stream.size() < kLong) return owner;
    const bool zeros = ReadU64(stream, kShort) == 0;
    const std::size_t rest = stream.size() % kEntrySize;
    if (!zeros && rest == kShort % kEntrySize) return PropertyOwner::kEmbeddedMessage;
    if (zeros && rest == kLong % kEntrySize) return PropertyOwner::kRootMessage;
    return owner;
}

}  // namespace

std::optional<PropertyStream> ParsePropertyStream(Bytes stream, PropertyOwner owner) {
    const std::size_t headerSize = HeaderSizeOf(OwnerByContents(stream, owner));
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

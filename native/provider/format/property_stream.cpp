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

std::array<std::uint8_t, 8> ValueField(std::uint32_t size, std::uint32_t reserved) {
    std::array<std::uint8_t, 8> field;
    for (std::size_t i = 0; i < 4; ++i) {
        field[i] = static_cast<std::uint8_t>(size >> 8 * i);
        field[4 + i] = static_cast<std::uint8_t>(reserved >> 8 * i);
    }
    return field;
}

}  // namespace

std::array<std::uint8_t, 8> SizeField(std::uint16_t type, std::uint64_t streamLength) {
    const std::uint32_t terminator = type == kTypeUnicode ? 2 : type == kTypeString8 ? 1 : 0;
    return ValueField(static_cast<std::uint32_t>(streamLength) + terminator, 0);
}

std::array<std::uint8_t, 8> ObjectField(ObjectKind kind) {
    return ValueField(UINT32_MAX, static_cast<std::uint32_t>(kind));
}

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

ByteVector MakePropertyStream(const PropertyStream& stream, PropertyOwner owner) {
    ByteVector bytes;
    bytes.reserve(HeaderSizeOf(owner) + stream.entries.size() * kEntrySize);
    if (owner != PropertyOwner::kAttachmentOrRecipient) {
        bytes.resize(8);
        AppendU32(bytes, stream.nextRecipientId);
        AppendU32(bytes, stream.nextAttachmentId);
        AppendU32(bytes, stream.recipientCount);
        AppendU32(bytes, stream.attachmentCount);
    }
    bytes.resize(HeaderSizeOf(owner));
    for (const PropertyEntry& entry : stream.entries) {
        AppendU32(bytes, entry.tag);
        AppendU32(bytes, entry.flags);
        bytes.insert(bytes.end(), entry.value.begin(), entry.value.end());
    }
    return bytes;
}

}  // namespace mapi_msg::format

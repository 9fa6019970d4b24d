// The stream __properties_version1.0, [MS-OXMSG] 2.4.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <vector>

#include "provider/format/bytes.h"
#include "provider/format/property_types.h"

namespace mapi_msg::format {

// Whose properties these are; it decides the header's length.
enum class PropertyOwner { kRootMessage, kEmbeddedMessage, kAttachmentOrRecipient };

struct PropertyEntry {
    PropertyTag tag;
    std::uint32_t flags;                // PROPATTR_*
    std::array<std::uint8_t, 8> value;  // the value itself, or the size of a value kept elsewhere
};

// The value field of an entry whose value is in a stream of this length: the size that a client needs to
// read it, with the NUL that the stream of a string lacks.
std::array<std::uint8_t, 8> SizeField(std::uint16_t type, std::uint64_t streamLength);

// The value field of an entry for a storage.
enum class ObjectKind : std::uint32_t { kMessage = 1, kStorage = 4 };
std::array<std::uint8_t, 8> ObjectField(ObjectKind kind);

struct PropertyStream {
    std::uint32_t nextRecipientId = 0;
    std::uint32_t nextAttachmentId = 0;
    std::uint32_t recipientCount = 0;
    std::uint32_t attachmentCount = 0;
    std::vector<PropertyEntry> entries;
};

constexpr std::size_t HeaderSizeOf(PropertyOwner owner) {
    switch (owner) {
        case PropertyOwner::kRootMessage:
            return 32;
        case PropertyOwner::kEmbeddedMessage:
            return 24;
        default:
            return 8;
    }
}

// Nothing if the stream is shorter than its header. A last entry that is cut off is dropped.
std::optional<PropertyStream> ParsePropertyStream(Bytes stream, PropertyOwner owner);

ByteVector MakePropertyStream(const PropertyStream& stream, PropertyOwner owner);

}  // namespace mapi_msg::format

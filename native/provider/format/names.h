// The names of storages and streams, [MS-OXMSG] 2.1.3, 2.1.4, 2.2.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "provider/format/property_types.h"

namespace mapi_msg::format {

inline constexpr std::u16string_view kPropertyStreamName = u"__properties_version1.0";
inline constexpr std::u16string_view kNamedPropertyStorageName = u"__nameid_version1.0";

// In the order of their names in a compound file.
enum class ElementKind {
    kOther,            // not of the format: the client's own
    kNamedProperties,  // __nameid_version1.0
    kValue,            // __substg1.0_TTTTTTTT
    kPropertyStream,   // __properties_version1.0
    kRecipient,        // __recip_version1.0_#NNNNNNNN
    kAttachment,       // __attach_version1.0_#NNNNNNNN
    kValueItem,        // __substg1.0_TTTTTTTT-NNNNNNNN
};

struct ElementName {
    ElementKind kind = ElementKind::kOther;
    PropertyTag tag = 0;       // of kValue and kValueItem
    std::uint32_t number = 0;  // of kValueItem, kRecipient and kAttachment
};

// Case does not count, as in all names of compound files.
ElementName ParseElementName(std::u16string_view name);

// The reverse, for all kinds but kOther.
std::u16string NameOf(const ElementName& name);
std::u16string ValueName(PropertyTag tag);
std::u16string ValueItemName(PropertyTag tag, std::uint32_t index);
std::u16string RecipientName(std::uint32_t number);
std::u16string AttachmentName(std::uint32_t number);

}  // namespace mapi_msg::format

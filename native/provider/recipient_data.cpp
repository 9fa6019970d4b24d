#include "provider/recipient_data.h"

#include "provider/message_data.h"
#include "provider/property_tags.h"

namespace mapi_msg {

using namespace format;

RecipientData::RecipientData(MessageData& message, std::uint32_t number)
    : PropertySource(PropertyStore(message.Store().Storage(), RecipientName(number), message.Store().Access(),
                                   PropertyOwner::kAttachmentOrRecipient)),
      message_(message),
      number_(number) {}

UINT RecipientData::CodePage() { return message_.CodePage(); }

std::vector<PropertyTag> RecipientData::ComputedTags() { return {kPrRowId, kPrInstanceKey, kPrObjectType}; }

std::optional<PropertyValue> RecipientData::Compute(std::uint16_t id) {
    switch (id) {
        case IdOf(kPrRowId):
            return LongValue(kPrRowId, number_);
        case IdOf(kPrInstanceKey):
            return KeyValue(kPrInstanceKey, number_);
        case IdOf(kPrObjectType):
            return LongValue(kPrObjectType, MAPI_MAILUSER);
        default:
            return std::nullopt;
    }
}

}  // namespace mapi_msg

#include "provider/attachment_data.h"

#include "provider/message_data.h"
#include "provider/property_tags.h"

namespace mapi_msg {

using namespace format;

AttachmentData::AttachmentData(MessageData& message, std::uint32_t number)
    : PropertySource(PropertyStore(message.Store().Storage(), AttachmentName(number),
                                   message.Store().Access(), PropertyOwner::kAttachmentOrRecipient)),
      message_(message),
      number_(number) {}

std::int32_t AttachmentData::RenderingPosition() {
    const PropertyEntry* entry = Store().Find(kPrRenderingPosition);
    return entry ? static_cast<std::int32_t>(ReadU32(entry->value, 0)) : -1;
}

const ComPtr<IStorage>& AttachmentData::DataStorage() {
    if (!dataStorage_) {
        dataStorage_ = OpenChildStorage(*Store().Storage(), ValueName(kPrAttachDataObj), Store().Access());
    }
    return dataStorage_;
}

std::shared_ptr<MessageData> AttachmentData::EmbeddedMessage() {
    if (embedded_ || !DataStorage()) return embedded_;
    if (message_.EmbeddingDepth() >= kMaxEmbeddingDepth) throw ResultError{MAPI_E_TOO_COMPLEX};
    auto message = std::make_shared<MessageData>(DataStorage(), Store().Access(), message_);
    if (message->Store().HasPropertyStream()) embedded_ = std::move(message);
    return embedded_;
}

UINT AttachmentData::CodePage() { return message_.CodePage(); }

std::vector<PropertyTag> AttachmentData::ComputedTags() {
    return {kPrAttachNum,  kPrInstanceKey, kPrRecordKey,  kPrRenderingPosition,
            kPrObjectType, kPrAccess,      kPrAccessLevel};
}

std::optional<PropertyValue> AttachmentData::Compute(std::uint16_t id) {
    switch (id) {
        case IdOf(kPrAttachNum):
            return LongValue(kPrAttachNum, number_);
        case IdOf(kPrInstanceKey):
            return KeyValue(kPrInstanceKey, number_);
        case IdOf(kPrRecordKey):
            return KeyValue(kPrRecordKey, number_);
        case IdOf(kPrRenderingPosition):
            return LongValue(kPrRenderingPosition, UINT32_MAX);
        case IdOf(kPrObjectType):
            return LongValue(kPrObjectType, MAPI_ATTACH);
        default:
            return AccessProperty(id);
    }
}

}  // namespace mapi_msg

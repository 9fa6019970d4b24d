#include "provider/attachment_data.h"

#include <algorithm>

#include "provider/message_data.h"
#include "provider/property_tags.h"
#include "provider/storage_access.h"

namespace mapi_msg {

using namespace format;

AttachmentData::AttachmentData(MessageData& message, std::uint32_t storageNumber)
    : PropertySource(PropertyStore(message.Store().Storage(), AttachmentName(storageNumber),
                                   message.Store().Access(), PropertyOwner::kAttachmentOrRecipient)),
      message_(message),
      storageNumber_(storageNumber) {}

std::uint32_t AttachmentData::Number() {
    if (!number_) {
        const PropertyEntry* entry = Store().Find(kPrAttachNum);
        number_ = entry ? ReadU32(entry->value, 0) : storageNumber_;
    }
    return *number_;
}

std::optional<PropertyValue> AttachmentData::Replace(std::uint16_t id) {
    if (id != IdOf(kPrAttachNum)) return std::nullopt;
    return LongValue(kPrAttachNum, Number());
}

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
    std::vector<PropertyTag> tags = {kPrAttachNum,  kPrInstanceKey, kPrRecordKey,  kPrRenderingPosition,
                                     kPrObjectType, kPrAccess,      kPrAccessLevel};
    if (Store().Find(kPrAttachDataBin)) tags.push_back(kPrAttachSize);
    return tags;
}

std::optional<PropertyValue> AttachmentData::AttachSize() {
    if (!Store().Find(kPrAttachDataBin)) return std::nullopt;
    const auto size = Store().SizeOfValue(kPrAttachDataBin);
    if (!size) return std::nullopt;
    return LongValue(kPrAttachSize, static_cast<std::uint32_t>(std::min<std::uint64_t>(*size, MAXLONG)));
}

std::optional<PropertyValue> AttachmentData::Compute(std::uint16_t id) {
    switch (id) {
        case IdOf(kPrAttachNum):
            return LongValue(kPrAttachNum, Number());
        case IdOf(kPrInstanceKey):
            return KeyValue(kPrInstanceKey, Number());
        case IdOf(kPrRecordKey):
            return KeyValue(kPrRecordKey, Number());
        case IdOf(kPrRenderingPosition):
            return LongValue(kPrRenderingPosition, UINT32_MAX);
        case IdOf(kPrObjectType):
            return LongValue(kPrObjectType, MAPI_ATTACH);
        case IdOf(kPrAttachSize):
            return AttachSize();
        default:
            return AccessProperty(id);
    }
}

}  // namespace mapi_msg

#include "provider/recipient_data.h"

#include "provider/property_tags.h"

namespace mapi_msg {

using namespace format;

RecipientData::RecipientData(std::shared_ptr<MessageContext> context, PropertyStore& messageStore,
                             std::uint32_t number)
    : PropertySource(std::make_shared<PropertyStore>(messageStore.Storage(), RecipientName(number),
                                                     messageStore.Access(),
                                                     PropertyOwner::kAttachmentOrRecipient)),
      context_(std::move(context)),
      number_(number),
      storageNumber_(number) {}

RecipientData::RecipientData(std::shared_ptr<MessageContext> context, DWORD access, std::uint32_t rowId)
    : PropertySource(std::make_shared<PropertyStore>(access, PropertyOwner::kAttachmentOrRecipient)),
      context_(std::move(context)),
      number_(rowId) {}

std::uint32_t RecipientData::RowId() {
    if (Store().HasStorage()) PrepareRow();
    return StoredLong(kPrRowId).value_or(number_);
}

void RecipientData::OnSaved(const ComPtr<IStorage>& messageStorage, std::uint32_t number) {
    number_ = number;
    storageNumber_ = number;
    Changes().Clear();
    Store().Reopen(messageStorage, RecipientName(number));
}

void RecipientData::Reopen(const ComPtr<IStorage>& messageStorage) {
    if (storageNumber_) Store().Reopen(messageStorage, RecipientName(*storageNumber_));
}

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

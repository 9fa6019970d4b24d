#include "provider/attachment_data.h"

#include <algorithm>

#include "provider/message_data.h"
#include "provider/property_tags.h"
#include "provider/storage_access.h"

namespace mapi_msg {

using namespace format;

namespace {

constexpr std::uint32_t kMandatoryAttributes = PROPATTR_MANDATORY | PROPATTR_READABLE | PROPATTR_WRITEABLE;

}  // namespace

AttachmentData::AttachmentData(std::shared_ptr<MessageContext> context, PropertyStore& messageStore,
                               std::uint32_t storageNumber)
    : PropertySource(std::make_shared<PropertyStore>(messageStore.Storage(), AttachmentName(storageNumber),
                                                     messageStore.Access(),
                                                     PropertyOwner::kAttachmentOrRecipient)),
      context_(std::move(context)),
      storageNumber_(storageNumber) {}

AttachmentData::AttachmentData(std::shared_ptr<MessageContext> context, DWORD access, std::uint32_t number)
    : PropertySource(std::make_shared<PropertyStore>(access, PropertyOwner::kAttachmentOrRecipient)),
      context_(std::move(context)),
      storageNumber_(number),
      number_(number) {
    PutNumber();
    PutComputed(LongValue(kPrObjectType, MAPI_ATTACH), kComputedAttributes);
    PutComputed(KeyValue(kPrRecordKey, number), kComputedAttributes);
    PutComputed(LongValue(kPrAttachMethod, NO_ATTACHMENT), kMandatoryAttributes);
    PutComputed(LongValue(kPrRenderingPosition, UINT32_MAX), kMandatoryAttributes);
    dataChanged_ = true;
}

void AttachmentData::PutComputed(PropertyValue value, std::uint32_t attributes) {
    ChangedValue change = MakeChange(std::move(value), attributes);
    change.computed = true;
    Put(std::move(change));
}

void AttachmentData::PutNumber() { PutComputed(LongValue(kPrAttachNum, *number_), kComputedAttributes); }

std::uint32_t AttachmentData::Number() {
    if (!number_) number_ = StoredLong(kPrAttachNum).value_or(storageNumber_);
    return *number_;
}

void AttachmentData::PutPlace() {
    static_cast<void>(Number());
    if (StoredLong(kPrAttachNum) == Place()) return;
    PutComputed(LongValue(kPrAttachNum, Place()), kComputedAttributes);
    PutComputed(KeyValue(kPrRecordKey, Place()), kComputedAttributes);
}

bool AttachmentData::HasOpenParts() {
    if (Store().HasOpenStreams()) return true;
    if (!stored_->storage) return false;
    return !stored_->message || stored_->message->HasOpenParts();
}

void AttachmentData::MoveTo(const ComPtr<IStorage>& messageStorage, std::uint32_t place) {
    if (place == Place()) return;
    static_cast<void>(Number());
    if (!Store().HasStorage()) {
        SetPlace(place);
        return;
    }
    if (HasOpenParts()) return;
    // OLE renames what nobody has open.
    Store().Reopen(messageStorage, AttachmentName(Place()));
    const HRESULT result = messageStorage->RenameElement(ToWide(AttachmentName(Place()).c_str()),
                                                         ToWide(AttachmentName(place).c_str()));
    if (SUCCEEDED(result)) SetPlace(place);
    Reopen(messageStorage);
    PutPlace();
    if (result != STG_E_ACCESSDENIED) ThrowIfStorageFailed(result);
}

std::optional<PropertyValue> AttachmentData::Replace(std::uint16_t id) {
    if (id == IdOf(kPrAttachNum)) return LongValue(kPrAttachNum, Number());
    return IsWritable() ? AccessProperty(id) : std::nullopt;
}

std::int32_t AttachmentData::RenderingPosition() {
    return static_cast<std::int32_t>(StoredLong(kPrRenderingPosition).value_or(UINT32_MAX));
}

std::shared_ptr<DataObject> AttachmentData::ChangedObject() const {
    const PropertyChanges::Values* changed = Changes().Find(IdOf(kPrAttachDataObj));
    if (!changed) return nullptr;
    for (const ChangedValue& value : *changed) {
        if (value.object) return value.object;
    }
    return std::make_shared<DataObject>();
}

ComPtr<IStorage> AttachmentData::DataStorage() {
    if (const auto changed = ChangedObject()) {
        const bool written = changed->message && changed->message->Store().HasStorage();
        return written ? changed->message->Store().Storage() : changed->storage;
    }
    if (!stored_->storage && Store().HasStorage()) {
        stored_->storage =
            OpenChildStorage(*Store().Storage(), ValueName(kPrAttachDataObj), Store().Access());
    }
    return stored_->storage;
}

void AttachmentData::CheckDepth() const {
    if (context_->Depth() >= kMaxEmbeddingDepth) throw ResultError{MAPI_E_TOO_COMPLEX};
}

std::shared_ptr<MessageData> AttachmentData::EmbeddedMessage() {
    if (const auto changed = ChangedObject()) return changed->message;
    if (stored_->message || !DataStorage()) return stored_->message;
    CheckDepth();
    auto message = std::make_shared<MessageData>(DataStorage(), Store().Access(), context_);
    if (message->Store().HasPropertyStream()) stored_->message = std::move(message);
    return stored_->message;
}

std::shared_ptr<MessageData> AttachmentData::NewEmbeddedMessage() {
    CheckDepth();
    auto message = std::make_shared<MessageData>(ComPtr<IStorage>(), Store().Access(), context_);
    message->BeNew(context_->Width());
    return message;
}

void AttachmentData::DetachStorage() {
    const auto changed = ChangedObject();
    if (!changed || !changed->storage) return;
    ChangedValue change;
    change.tag = kPrAttachDataObj;
    change.object =
        std::make_shared<DataObject>(DataObject{nullptr, MakeTemporaryStorage(changed->storage.Get())});
    Put(std::move(change));
}

void AttachmentData::OnSaved(const ComPtr<IStorage>& messageStorage, const ComPtr<IStorage>& dataStorage) {
    if (const auto changed = ChangedObject()) *stored_ = {changed->message, dataStorage};
    Changes().Clear();
    if (Store().HasStorage()) {
        Store().Forget();
    } else {
        Store().Reopen(messageStorage, AttachmentName(Place()));
    }
}

void AttachmentData::Reopen(const ComPtr<IStorage>& messageStorage) {
    if (!Store().HasStorage()) return;
    Store().Reopen(messageStorage, AttachmentName(Place()));
    if (!stored_->storage) return;
    stored_->storage = OpenChildStorage(*Store().Storage(), ValueName(kPrAttachDataObj), Store().Access());
    if (stored_->message && stored_->storage) stored_->message->Reopen(stored_->storage);
}

bool AttachmentData::IsComputed(std::uint16_t id) {
    switch (id) {
        case IdOf(kPrRenderingPosition):
            return false;
        case IdOf(kPrAttachSize):
            return true;
        default:
            return PropertySource::IsComputed(id);
    }
}

void AttachmentData::OnChanged(std::uint16_t id) {
    if (id == IdOf(kPrAttachDataBin)) dataChanged_ = true;
}

void AttachmentData::UpdateComputed() {
    if (!dataChanged_) return;
    dataChanged_ = false;
    Changes().Forget(IdOf(kPrAttachSize));
    auto size = AttachSize();
    if (!size && !StoredTagFor(kPrAttachSize, StringWidth::kAsStored)) return;
    PutComputed(size ? *std::move(size) : LongValue(kPrAttachSize, 0), kComputedAttributes);
}

std::vector<PropertyTag> AttachmentData::ComputedTags() {
    std::vector<PropertyTag> tags = {kPrAttachNum,  kPrInstanceKey, kPrRecordKey,  kPrRenderingPosition,
                                     kPrObjectType, kPrAccess,      kPrAccessLevel};
    if (StoredTagFor(kPrAttachDataBin, StringWidth::kAsStored)) tags.push_back(kPrAttachSize);
    return tags;
}

std::optional<PropertyValue> AttachmentData::AttachSize() {
    const auto size = SizeOfStored(kPrAttachDataBin);
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

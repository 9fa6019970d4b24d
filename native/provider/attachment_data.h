// The contents of an attachment.
#pragma once

#include <memory>
#include <optional>

#include "provider/data_object.h"
#include "provider/message_context.h"
#include "provider/property_source.h"

namespace mapi_msg {

class AttachmentData final : public PropertySource {
  public:
    // The attachment of that number in the message that `messageStore` holds.
    AttachmentData(std::shared_ptr<MessageContext> context, PropertyStore& messageStore,
                   std::uint32_t storageNumber);
    // A new one.
    AttachmentData(std::shared_ptr<MessageContext> context, DWORD access, std::uint32_t number);
    // For a client to change, without this one being changed.
    std::shared_ptr<AttachmentData> Copy() const {
        return std::shared_ptr<AttachmentData>(new AttachmentData(*this));
    }

    // PR_ATTACH_NUM
    std::uint32_t Number();
    // Another one, where two attachments have the same.
    void SetNumber(std::uint32_t number) { number_ = number; }
    // The number that the message's list knows it by, as long as the message is open: that in the storage's
    // name when it was read.
    std::uint32_t StorageNumber() const { return storageNumber_; }
    // The number in the storage's name, which copies share.
    std::uint32_t Place() const { return *place_; }
    void SetPlace(std::uint32_t place) { *place_ = place; }
    // Has the storage named by that number, unless someone has streams or storages in it open. What clients
    // know as the attachment's number remains.
    void MoveTo(const ComPtr<IStorage>& messageStorage, std::uint32_t place);
    // Whether clients may have something open that is in the storage.
    bool HasOpenParts();
    // -1 where the file has none: the attachment has no place in the text.
    std::int32_t RenderingPosition();

    // The storage under PR_ATTACH_DATA_OBJ, opened once for all users. Null if there is none, or if it is the
    // one of a message that was not written yet.
    ComPtr<IStorage> DataStorage();
    // The message in it. Null if it holds none. Throws MAPI_E_TOO_COMPLEX beyond kMaxEmbeddingDepth.
    std::shared_ptr<MessageData> EmbeddedMessage();
    // A message to be embedded, which is in no storage yet.
    std::shared_ptr<MessageData> NewEmbeddedMessage();

    // That its properties are copies, and what MAPI computes among them is to stay.
    void OnCopied() { dataChanged_ = false; }
    // Stores the number as a property.
    void PutNumber();
    // Stores what the number is for those who open the file.
    void PutPlace();
    // Takes a copy of the OLE storage that a client may go on writing to.
    void DetachStorage();
    // Whether there is anything to be written.
    bool IsChanged() const { return !Store().HasStorage() || !Changes().IsEmpty(); }
    // Sets what MAPI computes, before the attachment is saved.
    void UpdateComputed();
    // That the changes are in the attachment's storage now, and the object under PR_ATTACH_DATA_OBJ, if it
    // was changed, in `dataStorage`.
    void OnSaved(const ComPtr<IStorage>& messageStorage, const ComPtr<IStorage>& dataStorage);
    void Reopen(const ComPtr<IStorage>& messageStorage);

    bool IsComputed(std::uint16_t id) override;
    UINT CodePage() override { return context_->CodePage(); }
    StringWidth Width() override { return context_->Width(); }

  protected:
    std::optional<PropertyValue> Replace(std::uint16_t id) override;
    std::vector<format::PropertyTag> ComputedTags() override;
    std::optional<PropertyValue> Compute(std::uint16_t id) override;
    void OnChanged(std::uint16_t id) override;

  private:
    AttachmentData(const AttachmentData&) = default;
    // The object as it was changed. Null if what is stored holds.
    std::shared_ptr<DataObject> ChangedObject() const;
    std::optional<PropertyValue> AttachSize();
    void PutComputed(PropertyValue value, std::uint32_t attributes);
    void CheckDepth() const;

    std::shared_ptr<MessageContext> context_;
    std::uint32_t storageNumber_;
    std::shared_ptr<std::uint32_t> place_ = std::make_shared<std::uint32_t>(storageNumber_);
    std::optional<std::uint32_t> number_;
    // What is stored under PR_ATTACH_DATA_OBJ, once it is open.
    std::shared_ptr<DataObject> stored_ = std::make_shared<DataObject>();
    bool dataChanged_ = false;  // since PR_ATTACH_SIZE was computed
};

}  // namespace mapi_msg

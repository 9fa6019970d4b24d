// The contents of a message: its properties, recipients and attachments, read from its storage as needed, and
// with what was changed and not yet saved.
#pragma once

#include <memory>
#include <set>
#include <string>
#include <vector>

#include "provider/attachment_list.h"
#include "provider/property_source.h"
#include "provider/recipient_data.h"

namespace mapi_msg {

// How deep messages may be embedded in each other. A hostile file may nest as deep as its size allows.
inline constexpr unsigned kMaxEmbeddingDepth = 64;

class MessageData final : public PropertySource {
  public:
    using RecipientRows = std::vector<std::shared_ptr<RecipientData>>;

    // A message of its own.
    MessageData(ComPtr<IStorage> storage, DWORD access);
    // A message in an attachment of the message with that context. One without a storage was not saved yet.
    MessageData(ComPtr<IStorage> storage, DWORD access, std::shared_ptr<MessageContext> parent);
    // For a client to change, without this one being changed.
    std::shared_ptr<MessageData> Copy();
    // To be called for a message that nothing is stored of.
    void BeNew(StringWidth width);

    const std::shared_ptr<MessageContext>& Context() const { return context_; }

    AttachmentList& Attachments();
    const RecipientRows& Recipients();
    void SetRecipients(RecipientRows recipients);
    void AddRecipients(RecipientRows recipients);
    // A new recipient, which is not among the others yet.
    std::shared_ptr<RecipientData> NewRecipient();
    std::shared_ptr<RecipientData> NewRecipient(std::uint32_t rowId);
    // Whether recipients were changed since the message was saved.
    bool RecipientsChanged() const { return recipientsChanged_; }
    // That attachments are others now.
    void OnAttachmentsChanged();

    // That properties are copies, and what MAPI computes among them is to stay.
    void OnCopied(const std::vector<std::uint16_t>& ids);
    // Sets what MAPI computes, before the message is saved.
    void UpdateComputed();
    // That all changes are in the storage now.
    void OnSaved(const ComPtr<IStorage>& storage);
    // After changes were thrown away that lay in the storage.
    // Whether clients may have something open that is in the storage.
    bool HasOpenParts();
    void Reopen(const ComPtr<IStorage>& storage);

    bool IsComputed(std::uint16_t id) override;
    UINT CodePage() override { return context_->CodePage(); }
    StringWidth Width() override { return context_->Width(); }

  protected:
    std::optional<PropertyValue> Replace(std::uint16_t id) override;
    std::vector<format::PropertyTag> ComputedTags() override;
    std::optional<PropertyValue> Compute(std::uint16_t id) override;
    void OnChanged(std::uint16_t id) override;

  private:
    MessageData(const MessageData&) = default;
    void ListChildren();
    void OnRecipientsChanged();
    std::u16string StoredText(format::PropertyTag tag);
    std::u16string DisplayNames(std::uint32_t recipientType);
    PropertyValue MessageFlags();
    std::optional<PropertyValue> NormalizedSubject();
    void PutComputed(PropertyValue value, std::uint32_t attributes);
    void UpdateTimes();

    std::shared_ptr<MessageContext> context_;
    bool isNew_ = false;
    bool listed_ = false;
    AttachmentList attachments_;
    RecipientRows recipients_;
    std::uint32_t nextRowId_ = 0;
    bool recipientsChanged_ = false;
    // Ids of computed properties whose stored values are out of date.
    std::set<std::uint16_t> outOfDate_;
};

}  // namespace mapi_msg

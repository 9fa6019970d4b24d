// The contents of a message: its properties, recipients and attachments, read from its storage as needed.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "provider/attachment_data.h"
#include "provider/property_source.h"
#include "provider/recipient_data.h"

namespace mapi_msg {

// How deep messages may be embedded in each other. A hostile file may nest as deep as its size allows.
inline constexpr unsigned kMaxEmbeddingDepth = 64;

class MessageData final : public PropertySource {
  public:
    // A message of its own.
    MessageData(ComPtr<IStorage> storage, DWORD access);
    // A message in an attachment of `parent`, which must outlive it.
    MessageData(ComPtr<IStorage> storage, DWORD access, MessageData& parent);

    unsigned EmbeddingDepth() const { return depth_; }

    using AttachmentMap = std::map<std::uint32_t, std::shared_ptr<AttachmentData>>;

    // By PR_ATTACH_NUM.
    const AttachmentMap& Attachments();
    bool HasAttachments();
    // Null if there is none of that number.
    std::shared_ptr<AttachmentData> FindAttachment(std::uint32_t number);
    // Sorted by number.
    const std::vector<std::shared_ptr<RecipientData>>& Recipients();

    UINT CodePage() override;

  protected:
    std::vector<format::PropertyTag> ComputedTags() override;
    std::optional<PropertyValue> Compute(std::uint16_t id) override;

  private:
    void ListChildren();
    UINT FindCodePage();
    std::uint32_t StoredLong(format::PropertyTag tag, std::uint32_t otherwise);
    std::u16string StoredText(format::PropertyTag tag);
    std::u16string DisplayNames(std::uint32_t recipientType);
    std::optional<PropertyValue> NormalizedSubject();

    MessageData* parent_ = nullptr;
    unsigned depth_ = 0;
    bool listed_ = false;
    UINT codePage_ = 0;
    AttachmentMap attachmentsByStorage_;  // by the numbers in the storages' names
    std::optional<AttachmentMap> attachments_;
    std::vector<std::shared_ptr<RecipientData>> recipients_;
};

}  // namespace mapi_msg

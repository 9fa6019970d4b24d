// The contents of an attachment.
#pragma once

#include <memory>
#include <optional>

#include "provider/property_source.h"

namespace mapi_msg {

class MessageData;

class AttachmentData final : public PropertySource {
  public:
    // `message` must outlive the use of the attachment.
    AttachmentData(MessageData& message, std::uint32_t storageNumber);

    // PR_ATTACH_NUM
    std::uint32_t Number();
    // Another one, where two attachments have the same.
    void SetNumber(std::uint32_t number) { number_ = number; }
    // -1 where the file has none: the attachment has no place in the text.
    std::int32_t RenderingPosition();

    // The storage under PR_ATTACH_DATA_OBJ, opened once for all users. Null if there is none.
    const ComPtr<IStorage>& DataStorage();
    // The message in it. Null if it holds none. Throws MAPI_E_TOO_COMPLEX beyond kMaxEmbeddingDepth.
    std::shared_ptr<MessageData> EmbeddedMessage();

    UINT CodePage() override;

  protected:
    std::optional<PropertyValue> Replace(std::uint16_t id) override;
    std::vector<format::PropertyTag> ComputedTags() override;
    std::optional<PropertyValue> Compute(std::uint16_t id) override;

  private:
    std::optional<PropertyValue> AttachSize();

    MessageData& message_;
    std::uint32_t storageNumber_;
    std::optional<std::uint32_t> number_;
    ComPtr<IStorage> dataStorage_;
    std::shared_ptr<MessageData> embedded_;
};

}  // namespace mapi_msg

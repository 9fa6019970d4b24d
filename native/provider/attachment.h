// IAttach on a storage.
#pragma once

#include "provider/attachment_data.h"
#include "provider/prop_object.h"

namespace mapi_msg {

class Message;

class Attachment final : public PropObject<IAttach> {
  public:
    Attachment(Message& message, std::shared_ptr<AttachmentData> data);
    ~Attachment() override;

    void CloseContents() noexcept override;
    PropertySource& Source() override { return *data_; }
    std::uint32_t Number() const { return number_; }

    // The embedded message is closing: it is no longer to be handed out.
    void Forget(const Message& embedded);

  protected:
    const GUID& OwnIid() const override { return IID_IAttachment; }
    HRESULT OpenObject(ULONG tag, const GUID& interfaceId, ULONG options, IUnknown** object) override;

  private:
    HRESULT OpenEmbedded(IUnknown** object);

    TreeReference<Message> message_;
    std::shared_ptr<AttachmentData> data_;
    std::uint32_t number_;
    Message* embedded_ = nullptr;  // the one that the client has open
};

}  // namespace mapi_msg

// IAttach on a storage.
#pragma once

#include "provider/attachment_data.h"
#include "provider/prop_object.h"

namespace mapi_msg {

class Message;

class Attachment final : public PropObject<IAttach> {
  public:
    // If `writable`, the data are for this object alone.
    Attachment(Message& message, std::shared_ptr<AttachmentData> data, bool writable);
    ~Attachment() override;

    void CloseContents() noexcept override;
    PropertySource& Source() override { return *data_; }
    AttachmentData* AsAttachment() noexcept override { return data_.get(); }
    OwnObject* Container() noexcept override;
    std::uint32_t Number() const { return number_; }

    // The embedded message is closing: it is no longer to be handed out.
    void Forget(const Message& embedded);
    // The embedded message was saved. Throws if the attachment cannot be changed any more.
    void Accept(std::shared_ptr<MessageData> embedded);
    // The message does not have it any more: it cannot be saved.
    void BeDeleted() { deleted_ = true; }

  protected:
    const GUID& OwnIid() const override { return IID_IAttachment; }
    HRESULT OpenObject(ULONG tag, const GUID& interfaceId, ULONG options, ULONG flags, bool writable,
                       IUnknown** object) override;
    void Save() override;

  private:
    HRESULT OpenStorageForWriting(ULONG flags, IUnknown** object);
    void PutObject(DataObject contents);
    HRESULT OpenEmbedded(ULONG flags, bool writable, IUnknown** object);

    TreeReference<Message> message_;
    std::shared_ptr<AttachmentData> data_;
    std::uint32_t number_;
    bool deleted_ = false;
    Message* embedded_ = nullptr;  // the one that the client has open
};

}  // namespace mapi_msg

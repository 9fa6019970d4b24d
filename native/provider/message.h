// IMessage on a storage.
#pragma once

#include <unordered_map>

#include "provider/message_data.h"
#include "provider/prop_object.h"

namespace mapi_msg {

class Attachment;

class Message final : public PropObject<IMessage> {
  public:
    // `owner` is what the message is embedded in, if anything. If `writable`, the data are for this object
    // alone.
    Message(std::shared_ptr<MessageTree> tree, std::shared_ptr<MessageData> data, Attachment* owner,
            bool writable);
    ~Message() override;

    HRESULT STDMETHODCALLTYPE GetAttachmentTable(ULONG flags, IMAPITable** table) override;
    HRESULT STDMETHODCALLTYPE OpenAttach(ULONG number, const GUID* interfaceId, ULONG flags,
                                         IAttach** attachment) override;
    HRESULT STDMETHODCALLTYPE CreateAttach(const GUID* interfaceId, ULONG flags, ULONG* number,
                                           IAttach** attachment) override;
    HRESULT STDMETHODCALLTYPE DeleteAttach(ULONG number, ULONG_PTR window, IMAPIProgress* progress,
                                           ULONG flags) override;
    HRESULT STDMETHODCALLTYPE GetRecipientTable(ULONG flags, IMAPITable** table) override;
    HRESULT STDMETHODCALLTYPE ModifyRecipients(ULONG flags, ADRLIST* recipients) override;
    HRESULT STDMETHODCALLTYPE SubmitMessage(ULONG flags) override;
    HRESULT STDMETHODCALLTYPE SetReadFlag(ULONG flags) override;

    void CloseContents() noexcept override;
    PropertySource& Source() override { return *data_; }
    MessageData* AsMessage() noexcept override { return data_.get(); }
    OwnObject* Container() noexcept override;

    // An attachment that is closing is no longer to be handed out.
    void Forget(const Attachment& attachment);
    // An attachment was saved. Throws if the message cannot be changed any more.
    void Accept(std::shared_ptr<AttachmentData> attachment);

  protected:
    const GUID& OwnIid() const override { return IID_IMessage; }
    HRESULT OpenObject(ULONG tag, const GUID& interfaceId, ULONG options, ULONG flags, bool writable,
                       IUnknown** object) override;
    bool DeleteObject(ULONG tag) override;
    void Save() override;

  private:
    bool TryDeleteAttachment(std::uint32_t number);
    IMAPITable* MakeAttachmentTable(ULONG flags);
    IMAPITable* MakeRecipientTable(ULONG flags);

    std::shared_ptr<MessageData> data_;
    TreeReference<Attachment> owner_;
    // Those that the client has open, by number: opening one again gives the same object.
    std::unordered_map<std::uint32_t, Attachment*> open_;
};

}  // namespace mapi_msg

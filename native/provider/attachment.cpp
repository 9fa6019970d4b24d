#include "provider/attachment.h"

#include "provider/message.h"
#include "provider/property_tags.h"

namespace mapi_msg {

Attachment::Attachment(Message& message, std::shared_ptr<AttachmentData> data)
    : PropObject(message.SharedTree()),
      message_(&message),
      data_(std::move(data)),
      number_(data_->Number()) {}

Attachment::~Attachment() = default;

void Attachment::CloseContents() noexcept {
    message_->Forget(*this);
    data_.reset();
}

void Attachment::Forget(const Message& embedded) {
    if (embedded_ == &embedded) embedded_ = nullptr;
}

HRESULT Attachment::OpenObject(ULONG tag, const GUID& interfaceId, ULONG, IUnknown** object) {
    if (tag != kPrAttachDataObj || !data_->DataStorage()) return MAPI_E_NOT_FOUND;
    if (interfaceId == IID_IMessage) return OpenEmbedded(object);
    return MAPI_E_INTERFACE_NOT_SUPPORTED;
}

HRESULT Attachment::OpenEmbedded(IUnknown** object) {
    if (embedded_ && embedded_->TryAddReference()) {
        *object = embedded_;
        return S_OK;
    }
    auto message = data_->EmbeddedMessage();
    if (!message) return MAPI_E_INTERFACE_NOT_SUPPORTED;
    embedded_ = new Message(SharedTree(), std::move(message), this);
    *object = embedded_;
    return S_OK;
}

}  // namespace mapi_msg

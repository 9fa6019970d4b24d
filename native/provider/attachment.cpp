#include "provider/attachment.h"

#include "provider/message.h"
#include "provider/property_tags.h"
#include "provider/storage_view.h"
#include "provider/value_stream.h"

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
    if (interfaceId == IID_IStorage) {
        *object = new StorageView(*this, data_->DataStorage());
        return S_OK;
    }
    if (interfaceId == IID_IStreamDocfile) {
        *object = new ValueStream(*this, MakeMemorySource(ToDocfile(*data_->DataStorage())));
        return S_OK;
    }
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

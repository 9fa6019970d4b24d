#include "provider/attachment.h"

#include "provider/message.h"
#include "provider/property_tags.h"
#include "provider/storage_view.h"
#include "provider/value_stream.h"

namespace mapi_msg {

Attachment::Attachment(Message& message, std::shared_ptr<AttachmentData> data, bool writable)
    : PropObject(message.SharedTree()), message_(&message), data_(std::move(data)), number_(data_->Number()) {
    SetWritable(writable);
}

Attachment::~Attachment() = default;

void Attachment::CloseContents() noexcept {
    message_->Forget(*this);
    data_.reset();
}

void Attachment::Forget(const Message& embedded) {
    if (embedded_ == &embedded) embedded_ = nullptr;
}

void Attachment::Save() {
    if (deleted_) throw ResultError{MAPI_E_OBJECT_DELETED};
    data_->UpdateComputed();
    auto saved = data_->Copy();
    saved->SetWritable(false);
    message_->Accept(std::move(saved));
}

void Attachment::Accept(std::shared_ptr<MessageData> embedded) {
    if (Finished()) throw ResultError{MAPI_E_INVALID_OBJECT};
    RequireWritable();
    ChangedValue change;
    change.tag = kPrAttachDataObj;
    change.object = std::make_shared<DataObject>(DataObject{std::move(embedded), {}});
    data_->Put(std::move(change));
}

HRESULT Attachment::OpenObject(ULONG tag, const GUID& interfaceId, ULONG, ULONG flags, bool writable,
                               IUnknown** object) {
    if (tag != kPrAttachDataObj) return MAPI_E_NOT_FOUND;
    if (interfaceId == IID_IMessage) return OpenEmbedded(flags, writable, object);
    if (!data_->DataStorage()) return MAPI_E_NOT_FOUND;
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

HRESULT Attachment::OpenEmbedded(ULONG flags, bool writable, IUnknown** object) {
    const bool create = (flags & MAPI_CREATE) != 0;
    if (embedded_ && !create && embedded_->TryAddReference()) {
        *object = embedded_;
        return S_OK;
    }
    auto message = create ? data_->NewEmbeddedMessage() : data_->EmbeddedMessage();
    if (!message) return data_->DataStorage() ? MAPI_E_INTERFACE_NOT_SUPPORTED : MAPI_E_NOT_FOUND;
    if (writable && !create) message = message->Copy();
    embedded_ = new Message(SharedTree(), std::move(message), this, writable);
    *object = embedded_;
    return S_OK;
}

}  // namespace mapi_msg

#include "provider/attachment.h"

#include "provider/message.h"
#include "provider/property_tags.h"
#include "provider/storage_access.h"
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

OwnObject* Attachment::Container() noexcept { return message_.Get(); }

void Attachment::Save() {
    if (deleted_) throw ResultError{MAPI_E_OBJECT_DELETED};
    data_->UpdateComputed();
    auto saved = data_->Copy();
    saved->SetWritable(false);
    saved->DetachStorage();
    message_->Accept(std::move(saved));
}

void Attachment::Accept(std::shared_ptr<MessageData> embedded) {
    if (Finished()) throw ResultError{MAPI_E_INVALID_OBJECT};
    RequireWritable();
    PutObject({std::move(embedded), {}});
}

HRESULT Attachment::OpenObject(ULONG tag, const GUID& interfaceId, ULONG, ULONG flags, bool writable,
                               IUnknown** object) {
    if (tag != kPrAttachDataObj) return MAPI_E_NOT_FOUND;
    if (interfaceId == IID_IMessage) return OpenEmbedded(flags, writable, object);
    if (interfaceId == IID_IStorage && writable) return OpenStorageForWriting(flags, object);
    if (!data_->DataStorage()) return MAPI_E_NOT_FOUND;
    if (interfaceId == IID_IStorage) {
        *object = new StorageView(*this, data_->DataStorage(), false);
        return S_OK;
    }
    if (interfaceId == IID_IStreamDocfile) {
        if (flags & MAPI_CREATE) return MAPI_E_NO_SUPPORT;
        *object = new ValueStream(*this, MakeMemorySource(ToDocfile(*data_->DataStorage())));
        return S_OK;
    }
    return MAPI_E_INTERFACE_NOT_SUPPORTED;
}

// The client gets a copy. Saving the attachment takes a copy of that one in turn, so that what is written
// later is saved later.
HRESULT Attachment::OpenStorageForWriting(ULONG flags, IUnknown** object) {
    if (!(flags & MAPI_CREATE) && !data_->DataStorage()) return MAPI_E_NOT_FOUND;
    const ComPtr<IStorage> contents = flags & MAPI_CREATE ? ComPtr<IStorage>() : data_->DataStorage();
    const ComPtr<IStorage> storage = MakeTemporaryStorage(contents.Get());
    PutObject({nullptr, storage});
    *object = new StorageView(*this, storage, true);
    return S_OK;
}

void Attachment::PutObject(DataObject contents) {
    ChangedValue change;
    change.tag = kPrAttachDataObj;
    change.object = std::make_shared<DataObject>(std::move(contents));
    data_->Put(std::move(change));
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

#include "provider/message.h"

#include <algorithm>

#include "provider/attachment.h"
#include "provider/message_saver.h"
#include "provider/property_tags.h"
#include "provider/recipient_changes.h"
#include "provider/table.h"

namespace mapi_msg {

namespace {

void CheckAttachmentInterface(const GUID* interfaceId) {
    const bool known = !interfaceId || *interfaceId == IID_IAttachment || *interfaceId == IID_IMAPIProp ||
                       *interfaceId == IID_IUnknown;
    if (!known) throw ResultError{MAPI_E_INTERFACE_NOT_SUPPORTED};
}

}  // namespace

Message::Message(std::shared_ptr<MessageTree> tree, std::shared_ptr<MessageData> data, Attachment* owner,
                 bool writable)
    : PropObject(std::move(tree)), data_(std::move(data)), owner_(owner) {
    SetWritable(writable);
}

Message::~Message() = default;

OwnObject* Message::Container() noexcept { return owner_.Get(); }

void Message::Save() {
    data_->UpdateComputed();
    if (owner_.Get()) {
        auto saved = data_->Copy();
        saved->SetWritable(false);
        owner_->Accept(std::move(saved));
    } else {
        SaveMessage(*data_, Tree().Names(), Tree().CommitsStorage());
    }
    data_->Attachments().ShowAll();
}

void Message::CloseContents() noexcept {
    if (owner_.Get()) owner_->Forget(*this);
    open_.clear();
    data_.reset();
}

void Message::Forget(const Attachment& attachment) {
    const auto found = open_.find(attachment.Number());
    if (found != open_.end() && found->second == &attachment) open_.erase(found);
}

HRESULT Message::OpenAttach(ULONG number, const GUID* interfaceId, ULONG flags, IAttach** attachment) {
    return Call([&]() -> HRESULT {
        if (!attachment) return MAPI_E_INVALID_PARAMETER;
        *attachment = nullptr;
        CheckFlags(flags, MAPI_MODIFY | MAPI_DEFERRED_ERRORS | MAPI_BEST_ACCESS);
        const bool writable = OpensForWriting(flags, IsWritable());
        CheckAttachmentInterface(interfaceId);
        const auto open = open_.find(number);
        if (open != open_.end() && open->second->TryAddReference()) {
            *attachment = open->second;
            return S_OK;
        }
        auto found = data_->Attachments().Find(number);
        if (!found) return MAPI_E_NOT_FOUND;
        found->Store().HasPropertyStream();  // an attachment that cannot be read is not opened
        if (writable) found = found->Copy();
        auto opened = TreeReference<Attachment>::Adopt(new Attachment(*this, std::move(found), writable));
        open_[number] = opened.Get();
        *attachment = opened.Detach();
        return S_OK;
    });
}

HRESULT Message::CreateAttach(const GUID* interfaceId, ULONG flags, ULONG* number, IAttach** attachment) {
    return Call([&]() -> HRESULT {
        if (!number || !attachment) return MAPI_E_INVALID_PARAMETER;
        *attachment = nullptr;
        CheckFlags(flags, MAPI_DEFERRED_ERRORS);
        CheckAttachmentInterface(interfaceId);
        RequireWritable();
        const std::uint32_t next = data_->Attachments().TakeNumber();
        auto created = std::make_shared<AttachmentData>(data_->Context(), data_->Store().Access(), next);
        auto opened = TreeReference<Attachment>::Adopt(new Attachment(*this, std::move(created), true));
        open_[next] = opened.Get();
        *number = next;
        *attachment = opened.Detach();
        return S_OK;
    });
}

void Message::Accept(std::shared_ptr<AttachmentData> attachment) {
    if (Finished()) throw ResultError{MAPI_E_INVALID_OBJECT};
    RequireWritable();
    data_->Attachments().Set(std::move(attachment));
    data_->OnAttachmentsChanged();
}

bool Message::TryDeleteAttachment(std::uint32_t number) {
    const auto open = open_.find(number);
    const bool isOpen = open != open_.end();
    if (isOpen) {
        open->second->BeDeleted();
        open_.erase(open);
    }
    const auto found = data_->Attachments().Find(number);
    if (!found) return isOpen;
    data_->Attachments().Remove(*found);
    data_->OnAttachmentsChanged();
    return true;
}

HRESULT Message::DeleteAttach(ULONG number, ULONG_PTR, IMAPIProgress*, ULONG flags) {
    return Call([&]() -> HRESULT {
        constexpr ULONG kAttachDialog = 1;  // ATTACH_DIALOG, which needs a support object
        CheckFlags(flags, kAttachDialog);
        RequireWritable();
        return TryDeleteAttachment(number) ? S_OK : MAPI_E_NOT_FOUND;
    });
}

HRESULT Message::GetAttachmentTable(ULONG flags, IMAPITable** table) {
    return Call([&]() -> HRESULT {
        if (!table) return MAPI_E_INVALID_PARAMETER;
        *table = nullptr;
        CheckFlags(flags, MAPI_UNICODE | MAPI_DEFERRED_ERRORS);
        *table = MakeAttachmentTable(flags);
        return S_OK;
    });
}

HRESULT Message::GetRecipientTable(ULONG flags, IMAPITable** table) {
    return Call([&]() -> HRESULT {
        if (!table) return MAPI_E_INVALID_PARAMETER;
        *table = nullptr;
        CheckFlags(flags, MAPI_UNICODE | MAPI_DEFERRED_ERRORS);
        *table = MakeRecipientTable(flags);
        return S_OK;
    });
}

HRESULT Message::ModifyRecipients(ULONG flags, ADRLIST* recipients) {
    return Call([&]() -> HRESULT {
        CheckFlags(flags, MODRECIP_ADD | MODRECIP_MODIFY | MODRECIP_REMOVE);
        if (!recipients) return MAPI_E_INVALID_PARAMETER;
        RequireWritable();
        return ChangeRecipients(*data_, flags, *recipients);
    });
}

HRESULT Message::SubmitMessage(ULONG) {
    return Call([]() -> HRESULT { return MAPI_E_NO_SUPPORT; });
}

HRESULT Message::SetReadFlag(ULONG) {
    return Call([]() -> HRESULT { return MAPI_E_NO_SUPPORT; });
}

HRESULT Message::OpenObject(ULONG tag, const GUID& interfaceId, ULONG options, ULONG, bool,
                            IUnknown** object) {
    if (tag != kPrMessageRecipients && tag != kPrMessageAttachments) return MAPI_E_NOT_FOUND;
    if (interfaceId != IID_IMAPITable) return MAPI_E_INTERFACE_NOT_SUPPORTED;
    *object = tag == kPrMessageRecipients ? MakeRecipientTable(options) : MakeAttachmentTable(options);
    return S_OK;
}

bool Message::DeleteObject(ULONG tag) {
    if (tag == kPrMessageRecipients) {
        data_->SetRecipients({});
    } else if (tag == kPrMessageAttachments) {
        const AttachmentList::ByNumber all = data_->Attachments().All();
        for (const auto& [number, attachment] : all) TryDeleteAttachment(number);
    } else {
        return false;
    }
    return true;
}

IMAPITable* Message::MakeAttachmentTable(ULONG flags) {
    std::vector<std::shared_ptr<PropertySource>> rows;
    for (const auto& [number, attachment] : data_->Attachments().All()) {
        if (data_->Attachments().IsShown(number)) rows.push_back(attachment);
    }
    // By the place in the text; the numbers' order remains where that is the same.
    std::stable_sort(rows.begin(), rows.end(), [](const auto& left, const auto& right) {
        const auto position = [](const auto& row) {
            return static_cast<AttachmentData&>(*row).RenderingPosition();
        };
        return position(left) < position(right);
    });
    return new Table(*this, std::move(rows), WidthOf(flags), kLargestValueInGetProps,
                     {kPrAttachNum, kPrInstanceKey, kPrRecordKey, kPrRenderingPosition, kPrAttachMethod,
                      kPrAttachSize, kPrDisplayName, kPrAttachFilename, kPrAttachLongFilename,
                      kPrAttachExtension, kPrAttachMimeTag, kPrAttachContentId});
}

IMAPITable* Message::MakeRecipientTable(ULONG flags) {
    std::vector<std::shared_ptr<PropertySource>> rows(data_->Recipients().begin(), data_->Recipients().end());
    // A recipient's values cannot be opened as streams, so rows have them whole.
    return new Table(*this, std::move(rows), WidthOf(flags), kNoLimit,
                     {kPrRowId, kPrInstanceKey, kPrRecipientType, kPrDisplayName, kPrAddrType,
                      kPrEmailAddress, kPrObjectType, kPrEntryId, kPrSearchKey, kPrDisplayType});
}

}  // namespace mapi_msg

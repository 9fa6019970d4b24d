#include "provider/message_saver.h"

#include <algorithm>
#include <functional>
#include <set>
#include <vector>

#include "provider/property_tags.h"
#include "provider/storage_access.h"
#include "provider/storage_writer.h"

namespace mapi_msg {

using namespace format;

namespace {

// What is to be done when all is written, and when it was in vain.
struct Steps {
    std::vector<std::function<void()>> onSaved;
    std::vector<std::function<void()>> onReverted;
};

void WriteMessage(MessageData& message, const ComPtr<IStorage>& storage, PropertyOwner owner, Steps& steps);

// All values of a recipient. Its storage is closed then, as it may be overwritten.
PropertyChanges AllValues(RecipientData& recipient, const ComPtr<IStorage>& messageStorage) {
    // Tables keep values in memory, but not the largest.
    recipient.Reopen(messageStorage);
    PropertyChanges all;
    for (PropertyTag tag : recipient.StoredTags()) {
        if (PlacementOf(TypeOf(tag)) == Placement::kStorage) continue;
        PropertyValue value = recipient.ReadStored(tag, kNoLimit);
        // A stored error is a value like others.
        if (value.IsError() && TypeOf(tag) != kTypeError) throw ResultError{value.Error()};
        PropertyChanges::Values values;
        if (const auto* others = all.Find(IdOf(tag))) values = *others;
        values.push_back(MakeChange(std::move(value), recipient.Attributes(tag)));
        all.Set(IdOf(tag), std::move(values));
    }
    recipient.Reopen(messageStorage);
    return all;
}

void WriteRecipient(const PropertyChanges& values, IStorage& messageStorage, std::uint32_t number) {
    const ComPtr<IStorage> storage = CreateChildStorage(messageStorage, RecipientName(number));
    PropertyStream stream;
    for (const auto& [id, changed] : values.ById()) {
        if (id == IdOf(kPrRowId)) continue;
        for (const ChangedValue& value : changed) stream.entries.push_back(WriteValue(*storage, value));
    }
    stream.entries.push_back({kPrRowId, kDefaultAttributes, LongValue(kPrRowId, number).fixed});
    WriteStream(*storage, std::u16string(kPropertyStreamName),
                MakePropertyStream(stream, PropertyOwner::kAttachmentOrRecipient));
}

// Recipients are numbered without gaps, in their order.
void WriteRecipients(MessageData& message, const ComPtr<IStorage>& storage, Steps& steps) {
    const MessageData::RecipientRows& rows = message.Recipients();
    std::vector<std::pair<std::uint32_t, PropertyChanges>> moved;
    for (std::uint32_t number = 0; number < rows.size(); ++number) {
        if (rows[number]->StorageNumber() == number) continue;
        moved.emplace_back(number, AllValues(*rows[number], storage));
        steps.onSaved.push_back([row = rows[number], storage, number] { row->OnSaved(storage, number); });
    }
    for (const StorageElement& element : message.Store().Elements()) {
        if (element.name.kind != ElementKind::kRecipient || element.name.number < rows.size()) continue;
        DestroyElement(*storage, RecipientName(element.name.number));
    }
    VisitBalanced(moved.size(),
                  [&](std::size_t i) { WriteRecipient(moved[i].second, *storage, moved[i].first); });
}

std::uint32_t NextRecipientNumber(MessageData& message) {
    auto next = static_cast<std::uint32_t>(message.Recipients().size());
    if (message.RecipientsChanged()) return next;
    for (const auto& recipient : message.Recipients()) {
        next = std::max(next, recipient->StorageNumber().value_or(0) + 1);
    }
    return next;
}

PropertyEntry WriteMessageObject(MessageData& message, const ChangedValue& value, IStorage& attachmentStorage,
                                 ComPtr<IStorage>& dataStorage, Steps& steps) {
    dataStorage = message.Store().HasStorage() ? message.Store().Storage()
                                               : CreateChildStorage(attachmentStorage, ValueName(value.tag));
    WriteMessage(message, dataStorage, PropertyOwner::kEmbeddedMessage, steps);
    return {value.tag, value.attributes, ObjectField(ObjectKind::kMessage)};
}

PropertyEntry WriteStorageObject(IStorage& source, const ChangedValue& value, IStorage& attachmentStorage,
                                 ComPtr<IStorage>& dataStorage) {
    dataStorage = CreateChildStorage(attachmentStorage, ValueName(value.tag));
    CopyStorage(source, *dataStorage);
    return {value.tag, value.attributes, ObjectField(ObjectKind::kStorage)};
}

void WriteAttachment(const std::shared_ptr<AttachmentData>& attachment,
                     const ComPtr<IStorage>& messageStorage, Steps& steps) {
    ComPtr<IStorage> storage;
    if (attachment->Store().HasStorage()) {
        storage = attachment->Store().Storage();
    } else {
        storage = CreateChildStorage(*messageStorage, AttachmentName(attachment->Place()));
    }
    attachment->PutPlace();
    ComPtr<IStorage> dataStorage;
    const auto writeObject = [&](const ChangedValue& value) {
        return value.object->message
                   ? WriteMessageObject(*value.object->message, value, *storage, dataStorage, steps)
                   : WriteStorageObject(*value.object->storage, value, *storage, dataStorage);
    };
    WriteChanges(*attachment, *storage, PropertyOwner::kAttachmentOrRecipient, {}, writeObject);
    steps.onSaved.push_back([=] { attachment->OnSaved(messageStorage, dataStorage); });
}

// Removes those that were deleted, and numbers the others without gaps: [MS-OXMSG] 2.2.2.
void ArrangeAttachments(MessageData& message, const ComPtr<IStorage>& storage, Steps& steps) {
    const AttachmentList::ByNumber& attachments = message.Attachments().ByStorage();
    std::set<std::uint32_t> kept;
    for (const auto& [number, attachment] : attachments) {
        if (attachment->Store().HasStorage()) kept.insert(attachment->Place());
    }
    for (const StorageElement& element : message.Store().Elements()) {
        if (element.name.kind != ElementKind::kAttachment || kept.contains(element.name.number)) continue;
        DestroyElement(*storage, AttachmentName(element.name.number));
    }
    std::uint32_t next = 0;
    for (const auto& [number, attachment] : attachments) {
        steps.onReverted.push_back(
            [moved = attachment, place = attachment->Place()] { moved->SetPlace(place); });
        attachment->MoveTo(storage, next);
        next = attachment->Place() + 1;
    }
}

void WriteAttachments(MessageData& message, const ComPtr<IStorage>& storage, Steps& steps) {
    ArrangeAttachments(message, storage, steps);
    std::vector<std::shared_ptr<AttachmentData>> changed;
    for (const auto& [number, attachment] : message.Attachments().ByStorage()) {
        if (attachment->IsChanged()) changed.push_back(attachment);
    }
    VisitBalanced(changed.size(), [&](std::size_t i) { WriteAttachment(changed[i], storage, steps); });
}

// [MS-OXMSG] 2.4.1.1: zero without attachments.
std::uint32_t NextAttachmentNumber(MessageData& message) {
    std::uint32_t next = 0;
    for (const auto& [number, attachment] : message.Attachments().ByStorage()) {
        next = std::max(next, attachment->Place() + 1);
    }
    return next;
}

void WriteMessage(MessageData& message, const ComPtr<IStorage>& storage, PropertyOwner owner, Steps& steps) {
    if (message.Attachments().IsChanged()) WriteAttachments(message, storage, steps);
    if (message.RecipientsChanged()) WriteRecipients(message, storage, steps);
    PropertyStream header;
    header.recipientCount = static_cast<std::uint32_t>(message.Recipients().size());
    header.nextRecipientId = NextRecipientNumber(message);
    header.attachmentCount = static_cast<std::uint32_t>(message.Attachments().ByStorage().size());
    header.nextAttachmentId = NextAttachmentNumber(message);
    const auto noObject = [](const ChangedValue&) -> PropertyEntry {
        throw ResultError{MAPI_E_INVALID_TYPE};
    };
    WriteChanges(message, *storage, owner, std::move(header), noObject);
    steps.onSaved.push_back([&message, storage] { message.OnSaved(storage); });
}

void WriteRoot(MessageData& message, NameMap& names, const ComPtr<IStorage>& storage, Steps& steps) {
    const bool isNew = !message.Store().HasPropertyStream();
    WriteMessage(message, storage, PropertyOwner::kRootMessage, steps);
    if (isNew || names.IsChanged()) {
        names.Write();
        steps.onSaved.push_back([&names] { names.OnSaved(); });
    }
    if (isNew) ThrowIfStorageFailed(storage->SetClass(CLSID_MailMessage));
}

}  // namespace

void SaveMessage(MessageData& message, NameMap& names, bool commit) {
    const ComPtr<IStorage> storage = message.Store().Storage();
    const bool changed = !message.Changes().IsEmpty() || message.RecipientsChanged() ||
                         message.Attachments().IsChanged() || names.IsChanged();
    Steps steps;
    try {
        if (changed) WriteRoot(message, names, storage, steps);
        if (commit) ThrowIfStorageFailed(storage->Commit(STGC_DEFAULT));
    } catch (...) {
        if (commit) {
            storage->Revert();
            for (const auto& step : steps.onReverted) step();
            message.Reopen(storage);
        }
        throw;
    }
    for (const auto& step : steps.onSaved) step();
}

}  // namespace mapi_msg

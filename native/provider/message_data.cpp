#include "provider/message_data.h"

#include <algorithm>
#include <cstring>
#include <utility>

#include "provider/property_tags.h"
#include "provider/string_conversion.h"

namespace mapi_msg {

using namespace format;

namespace {

constexpr std::uint32_t kMessageFlagHasAttachments = 0x10;  // MSGFLAG_HASATTACH

// PR_STORE_SUPPORT_MASK as MAPI writes it.
constexpr std::uint32_t kSupportMask = 0x00000E79;
constexpr std::uint32_t kUnicodeSupportMask = kSupportMask | STORE_UNICODE_OK;

// PR_RECIPIENT_TYPE
constexpr std::uint32_t kRecipientTypeMask = 0x0F;  // the rest are flags
constexpr std::uint32_t kRecipientTo = 1;
constexpr std::uint32_t kRecipientCc = 2;
constexpr std::uint32_t kRecipientBcc = 3;

// [MS-OXCMSG] 2.2.1.9: one to three characters but no digits, then a colon and a space.
std::size_t SubjectPrefixLength(std::u16string_view subject) {
    constexpr std::size_t kLongestPrefix = 3;
    const std::size_t colon = subject.find(u": ");
    if (colon == 0 || colon == std::u16string_view::npos || colon > kLongestPrefix) return 0;
    const auto isDigit = [](char16_t unit) { return unit >= u'0' && unit <= u'9'; };
    const std::u16string_view prefix = subject.substr(0, colon);
    return std::any_of(prefix.begin(), prefix.end(), isDigit) ? 0 : colon + 2;
}

}  // namespace

MessageData::MessageData(ComPtr<IStorage> storage, DWORD access)
    : PropertySource(
          std::make_shared<PropertyStore>(std::move(storage), access, PropertyOwner::kRootMessage)),
      context_(std::make_shared<MessageContext>(SharedStore(), nullptr)) {}

MessageData::MessageData(ComPtr<IStorage> storage, DWORD access, std::shared_ptr<MessageContext> parent)
    : PropertySource(
          std::make_shared<PropertyStore>(std::move(storage), access, PropertyOwner::kEmbeddedMessage)),
      context_(std::make_shared<MessageContext>(SharedStore(), std::move(parent))) {}

std::shared_ptr<MessageData> MessageData::Copy() {
    // Both are to have the same attachments and recipients, as OLE opens a storage once only.
    ListChildren();
    return std::shared_ptr<MessageData>(new MessageData(*this));
}

void MessageData::BeNew(StringWidth width) {
    isNew_ = true;
    context_->SetWidth(width);
    const std::uint32_t mask = width == StringWidth::kUnicode ? kUnicodeSupportMask : kSupportMask;
    PutComputed(LongValue(kPrStoreSupportMask, mask), kComputedAttributes);
    outOfDate_ = {IdOf(kPrDisplayTo), IdOf(kPrDisplayCc), IdOf(kPrDisplayBcc), IdOf(kPrHasAttach),
                  IdOf(kPrMessageFlags)};
}

void MessageData::ListChildren() {
    if (listed_) return;
    std::vector<std::uint32_t> recipients;
    for (const StorageElement& element : Store().Elements()) {
        if (!element.isStorage) continue;
        const std::uint32_t number = element.name.number;
        if (element.name.kind == ElementKind::kAttachment) {
            attachments_.AddStored(std::make_shared<AttachmentData>(context_, Store(), number));
        } else if (element.name.kind == ElementKind::kRecipient) {
            recipients.push_back(number);
        }
    }
    std::sort(recipients.begin(), recipients.end());
    recipients.erase(std::unique(recipients.begin(), recipients.end()), recipients.end());
    for (std::uint32_t number : recipients) {
        recipients_.push_back(std::make_shared<RecipientData>(context_, Store(), number));
    }
    attachments_.ReserveNumbers(Store().Entries().nextAttachmentId);
    listed_ = true;
}

AttachmentList& MessageData::Attachments() {
    ListChildren();
    return attachments_;
}

const MessageData::RecipientRows& MessageData::Recipients() {
    ListChildren();
    return recipients_;
}

void MessageData::SetRecipients(RecipientRows recipients) {
    ListChildren();
    recipients_ = std::move(recipients);
    OnRecipientsChanged();
}

void MessageData::AddRecipients(RecipientRows recipients) {
    ListChildren();
    recipients_.insert(recipients_.end(), recipients.begin(), recipients.end());
    OnRecipientsChanged();
}

void MessageData::OnRecipientsChanged() {
    recipientsChanged_ = true;
    for (PropertyTag tag : {kPrDisplayTo, kPrDisplayCc, kPrDisplayBcc}) outOfDate_.insert(IdOf(tag));
}

std::shared_ptr<RecipientData> MessageData::NewRecipient() {
    if (nextRowId_ == 0) {
        for (const auto& recipient : Recipients()) nextRowId_ = std::max(nextRowId_, recipient->RowId() + 1);
    }
    return NewRecipient(nextRowId_++);
}

std::shared_ptr<RecipientData> MessageData::NewRecipient(std::uint32_t rowId) {
    return std::make_shared<RecipientData>(context_, Store().Access(), rowId);
}

void MessageData::OnAttachmentsChanged() { outOfDate_.insert({IdOf(kPrHasAttach), IdOf(kPrMessageFlags)}); }

std::u16string MessageData::StoredText(PropertyTag tag) {
    const PropertyValue value = Get(tag, StringWidth::kUnicode, kNoLimit);
    return value.IsError() ? std::u16string() : std::u16string(TextOf(value));
}

std::u16string MessageData::DisplayNames(std::uint32_t recipientType) {
    std::u16string names;
    for (const auto& recipient : Recipients()) {
        recipient->PrepareRow();
        const PropertyValue type = recipient->Get(kPrRecipientType, StringWidth::kUnicode, kNoLimit);
        if (type.IsError() || (ReadU32(type.fixed, 0) & kRecipientTypeMask) != recipientType) continue;
        const PropertyValue name = recipient->Get(kPrDisplayName, StringWidth::kUnicode, kNoLimit);
        if (name.IsError()) continue;
        if (!names.empty()) names += u"; ";
        names += TextOf(name);
    }
    return names;
}

std::vector<PropertyTag> MessageData::ComputedTags() {
    std::vector<PropertyTag> tags = {
        kPrMessageRecipients, kPrMessageAttachments, kPrHasAttach,  kPrMessageFlags, kPrDisplayTo,
        kPrDisplayCc,         kPrDisplayBcc,         kPrObjectType, kPrAccess,       kPrAccessLevel};
    if (StoredTagFor(kPrSubject, StringWidth::kUnicode)) tags.push_back(kPrNormalizedSubject);
    return tags;
}

std::optional<PropertyValue> MessageData::Replace(std::uint16_t id) {
    return IsWritable() ? AccessProperty(id) : std::nullopt;
}

bool MessageData::IsComputed(std::uint16_t id) {
    switch (id) {
        case IdOf(kPrMessageFlags):
            // They can be set until the message is saved for the first time.
            return !isNew_;
        case IdOf(kPrCreationTime):
        case IdOf(kPrLastModificationTime):
            return !isNew_;
        case IdOf(kPrStoreSupportMask):
        case IdOf(kPrNormalizedSubject):
        case IdOf(kPrMessageSize):
            return true;
        default:
            return PropertySource::IsComputed(id);
    }
}

std::optional<PropertyValue> MessageData::Compute(std::uint16_t id) {
    switch (id) {
        case IdOf(kPrMessageRecipients):
            return ErrorValue(kPrMessageRecipients, MAPI_E_NOT_ENOUGH_MEMORY);
        case IdOf(kPrMessageAttachments):
            return ErrorValue(kPrMessageAttachments, MAPI_E_NOT_ENOUGH_MEMORY);
        case IdOf(kPrHasAttach):
            return BooleanValue(kPrHasAttach, !Attachments().IsEmpty());
        case IdOf(kPrMessageFlags):
            return MessageFlags();
        case IdOf(kPrDisplayTo):
            return UnicodeValue(kPrDisplayTo, DisplayNames(kRecipientTo));
        case IdOf(kPrDisplayCc):
            return UnicodeValue(kPrDisplayCc, DisplayNames(kRecipientCc));
        case IdOf(kPrDisplayBcc):
            return UnicodeValue(kPrDisplayBcc, DisplayNames(kRecipientBcc));
        case IdOf(kPrObjectType):
            return LongValue(kPrObjectType, MAPI_MESSAGE);
        case IdOf(kPrNormalizedSubject):
            return NormalizedSubject();
        default:
            return AccessProperty(id);
    }
}

PropertyValue MessageData::MessageFlags() {
    const std::uint32_t others = StoredLong(kPrMessageFlags).value_or(0) & ~kMessageFlagHasAttachments;
    return LongValue(kPrMessageFlags, others | (Attachments().IsEmpty() ? 0 : kMessageFlagHasAttachments));
}

std::optional<PropertyValue> MessageData::NormalizedSubject() {
    if (!StoredTagFor(kPrSubject, StringWidth::kUnicode)) return std::nullopt;
    const std::u16string subject = StoredText(kPrSubject);
    const std::u16string prefix = StoredText(kPrSubjectPrefix);
    const std::size_t length =
        !prefix.empty() && subject.starts_with(prefix) ? prefix.size() : SubjectPrefixLength(subject);
    return UnicodeValue(kPrNormalizedSubject, std::u16string_view(subject).substr(length));
}

void MessageData::OnChanged(std::uint16_t id) {
    switch (id) {
        case IdOf(kPrMessageCodePage):
            return context_->SetCodePage(id, StoredLong(kPrMessageCodePage).value_or(0));
        case IdOf(kPrInternetCodePage):
            return context_->SetCodePage(id, StoredLong(kPrInternetCodePage).value_or(0));
        case IdOf(kPrSubject):
        case IdOf(kPrSubjectPrefix):
            outOfDate_.insert(IdOf(kPrNormalizedSubject));
            return;
        case IdOf(kPrMessageFlags):
            // The client does not decide on all of them.
            outOfDate_.insert(id);
            return;
        default:
            // What was set as it is to be is not computed.
            outOfDate_.erase(id);
    }
}

void MessageData::PutComputed(PropertyValue value, std::uint32_t attributes) {
    const std::uint16_t type = TypeForWidth(TypeOf(value.tag), Width());
    ChangedValue change = MakeChange(ConvertString(type, std::move(value), CodePage()), attributes);
    change.computed = true;
    Put(std::move(change));
}

void MessageData::OnCopied(const std::vector<std::uint16_t>& ids) {
    for (std::uint16_t id : ids) outOfDate_.erase(id);
}

void MessageData::UpdateTimes() {
    FILETIME now;
    GetSystemTimeAsFileTime(&now);
    PropertyValue time;
    std::memcpy(time.fixed.data(), &now, sizeof(now));
    const auto isGiven = [this](PropertyTag tag) {
        const PropertyChanges::Values* changed = Changes().Find(IdOf(tag));
        return changed && !changed->empty() && !changed->front().computed;
    };
    time.tag = kPrCreationTime;
    if (!StoredTagFor(kPrCreationTime, StringWidth::kAsStored)) PutComputed(time, kComputedAttributes);
    time.tag = kPrLastModificationTime;
    if (!isGiven(kPrLastModificationTime)) PutComputed(time, kComputedAttributes);
}

void MessageData::UpdateComputed() {
    const bool changed = isNew_ || !Changes().IsEmpty() || recipientsChanged_ || attachments_.IsChanged();
    if (!changed) return;
    const std::set<std::uint16_t> outOfDate = std::exchange(outOfDate_, {});
    for (std::uint16_t id : outOfDate) {
        auto value = Compute(id);
        // Outlook's files have PR_HASATTACH where it is true; elsewhere it is computed.
        const bool isLeftOut = id == IdOf(kPrHasAttach) && Attachments().IsEmpty() &&
                               !StoredTagFor(kPrHasAttach, StringWidth::kAsStored);
        if (value && !isLeftOut)
            PutComputed(*std::move(value),
                        id == IdOf(kPrMessageFlags) ? kDefaultAttributes : kComputedAttributes);
    }
    outOfDate_.clear();
    UpdateTimes();
    isNew_ = false;
}

void MessageData::OnSaved(const ComPtr<IStorage>& storage) {
    Changes().Clear();
    recipientsChanged_ = false;
    attachments_.OnSaved();
    if (Store().HasStorage()) {
        Store().Forget();
    } else {
        Store().Attach(storage);
    }
}

bool MessageData::HasOpenParts() {
    if (Store().HasOpenStreams()) return true;
    return std::ranges::any_of(attachments_.ByStorage(),
                               [](const auto& attachment) { return attachment.second->HasOpenParts(); });
}

void MessageData::Reopen(const ComPtr<IStorage>& storage) {
    Store().Attach(storage);
    if (!listed_) return;
    for (const auto& [number, attachment] : attachments_.ByStorage()) attachment->Reopen(storage);
    for (const auto& recipient : recipients_) recipient->Reopen(storage);
}

}  // namespace mapi_msg

#include "provider/message_data.h"

#include <algorithm>

#include "provider/property_tags.h"
#include "text/code_page.h"

namespace mapi_msg {

using namespace format;

namespace {

constexpr std::uint32_t kMessageFlagHasAttachments = 0x10;  // MSGFLAG_HASATTACH

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
    : PropertySource(PropertyStore(std::move(storage), access, PropertyOwner::kRootMessage)) {}

MessageData::MessageData(ComPtr<IStorage> storage, DWORD access, MessageData& parent)
    : PropertySource(PropertyStore(std::move(storage), access, PropertyOwner::kEmbeddedMessage)),
      parent_(&parent),
      depth_(parent.depth_ + 1) {}

void MessageData::ListChildren() {
    if (listed_) return;
    std::vector<std::uint32_t> recipients;
    for (const StorageElement& element : Store().Elements()) {
        if (!element.isStorage) continue;
        const std::uint32_t number = element.name.number;
        if (element.name.kind == ElementKind::kAttachment) {
            attachmentsByStorage_.try_emplace(number, std::make_shared<AttachmentData>(*this, number));
        } else if (element.name.kind == ElementKind::kRecipient) {
            recipients.push_back(number);
        }
    }
    std::sort(recipients.begin(), recipients.end());
    recipients.erase(std::unique(recipients.begin(), recipients.end()), recipients.end());
    for (std::uint32_t number : recipients) {
        recipients_.push_back(std::make_shared<RecipientData>(*this, number));
    }
    listed_ = true;
}

bool MessageData::HasAttachments() {
    ListChildren();
    return !attachmentsByStorage_.empty();
}

// PR_ATTACH_NUM is the number in the storage's name, but some writers store another. What is stored holds, as
// clients read it, unless it is there twice.
const MessageData::AttachmentMap& MessageData::Attachments() {
    ListChildren();
    if (attachments_) return *attachments_;
    AttachmentMap numbered;
    std::vector<std::shared_ptr<AttachmentData>> others;
    for (const auto& [number, attachment] : attachmentsByStorage_) {
        if (!numbered.try_emplace(attachment->Number(), attachment).second) others.push_back(attachment);
    }
    std::uint32_t next = 0;
    for (const auto& attachment : others) {
        while (numbered.contains(next)) ++next;
        attachment->SetNumber(next);
        numbered.emplace(next, attachment);
    }
    attachments_ = std::move(numbered);
    return *attachments_;
}

std::shared_ptr<AttachmentData> MessageData::FindAttachment(std::uint32_t number) {
    ListChildren();
    // Only files whose numbers disagree need all of their attachments looked at.
    const auto likely = attachmentsByStorage_.find(number);
    if (likely != attachmentsByStorage_.end() && likely->second->Number() == number) return likely->second;
    const auto found = Attachments().find(number);
    return found == Attachments().end() ? nullptr : found->second;
}

const std::vector<std::shared_ptr<RecipientData>>& MessageData::Recipients() {
    ListChildren();
    return recipients_;
}

std::uint32_t MessageData::StoredLong(PropertyTag tag, std::uint32_t otherwise) {
    const PropertyEntry* entry = Store().Find(tag);
    return entry ? ReadU32(entry->value, 0) : otherwise;
}

UINT MessageData::CodePage() {
    if (codePage_ == 0) codePage_ = FindCodePage();
    return codePage_;
}

UINT MessageData::FindCodePage() {
    const UINT codePage = StoredLong(kPrMessageCodePage, 0);
    if (codePage != 0 && text::IsKnownCodePage(codePage)) return codePage;
    // A guess where the message does not say. That its internet form is plain ASCII says nothing.
    constexpr UINT kAscii = 20127;
    const UINT internetCodePage = StoredLong(kPrInternetCodePage, 0);
    const bool tells = internetCodePage != 0 && internetCodePage != kAscii;
    if (tells && text::IsKnownCodePage(internetCodePage)) return internetCodePage;
    return parent_ ? parent_->CodePage() : GetACP();
}

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

std::optional<PropertyValue> MessageData::Compute(std::uint16_t id) {
    switch (id) {
        case IdOf(kPrMessageRecipients):
            return ErrorValue(kPrMessageRecipients, MAPI_E_NOT_ENOUGH_MEMORY);
        case IdOf(kPrMessageAttachments):
            return ErrorValue(kPrMessageAttachments, MAPI_E_NOT_ENOUGH_MEMORY);
        case IdOf(kPrHasAttach):
            return BooleanValue(kPrHasAttach, HasAttachments());
        case IdOf(kPrMessageFlags):
            return LongValue(kPrMessageFlags, HasAttachments() ? kMessageFlagHasAttachments : 0);
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

std::optional<PropertyValue> MessageData::NormalizedSubject() {
    if (!StoredTagFor(kPrSubject, StringWidth::kUnicode)) return std::nullopt;
    const std::u16string subject = StoredText(kPrSubject);
    const std::u16string prefix = StoredText(kPrSubjectPrefix);
    const std::size_t length =
        !prefix.empty() && subject.starts_with(prefix) ? prefix.size() : SubjectPrefixLength(subject);
    return UnicodeValue(kPrNormalizedSubject, std::u16string_view(subject).substr(length));
}

}  // namespace mapi_msg

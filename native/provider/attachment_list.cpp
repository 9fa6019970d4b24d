#include "provider/attachment_list.h"

#include <algorithm>
#include <cstdint>
#include <vector>

namespace mapi_msg {

// PR_ATTACH_NUM is the number in the storage's name, but some writers store another. What is stored holds, as
// clients read it, unless it is there twice or is negative as the PT_LONG that it is to clients.
const AttachmentList::ByNumber& AttachmentList::All() {
    if (all_) return *all_;
    ByNumber numbered;
    std::vector<std::shared_ptr<AttachmentData>> others;
    for (const auto& [number, attachment] : byStorage_) {
        const bool isNumber = attachment->Number() <= INT32_MAX;
        if (!isNumber || !numbered.try_emplace(attachment->Number(), attachment).second) {
            others.push_back(attachment);
        }
    }
    std::uint32_t next = 0;
    for (const auto& attachment : others) {
        while (numbered.contains(next)) ++next;
        attachment->SetNumber(next);
        numbered.emplace(next, attachment);
    }
    all_ = std::move(numbered);
    return *all_;
}

std::shared_ptr<AttachmentData> AttachmentList::Find(std::uint32_t number) {
    // Only files whose numbers disagree need all of their attachments looked at.
    const auto likely = byStorage_.find(number);
    if (likely != byStorage_.end() && likely->second->Number() == number) return likely->second;
    const auto found = All().find(number);
    return found == All().end() ? nullptr : found->second;
}

void AttachmentList::AddStored(std::shared_ptr<AttachmentData> attachment) {
    ReserveNumbers(attachment->StorageNumber() + 1);
    byStorage_.try_emplace(attachment->StorageNumber(), std::move(attachment));
}

void AttachmentList::Set(std::shared_ptr<AttachmentData> attachment) {
    if (all_) all_->insert_or_assign(attachment->Number(), attachment);
    ReserveNumbers(attachment->StorageNumber() + 1);
    if (!byStorage_.contains(attachment->StorageNumber())) hidden_.insert(attachment->Number());
    byStorage_.insert_or_assign(attachment->StorageNumber(), std::move(attachment));
    changed_ = true;
}

void AttachmentList::Remove(AttachmentData& attachment) {
    if (all_) all_->erase(attachment.Number());
    byStorage_.erase(attachment.StorageNumber());
    changed_ = true;
}

void AttachmentList::ReserveNumbers(std::uint32_t next) {
    // A file may claim any number, but there must be some left.
    constexpr std::uint32_t kHighestNumber = 0x00FFFFFF;
    if (next <= kHighestNumber) next_ = std::max(next_, next);
}

std::uint32_t AttachmentList::TakeNumber() {
    while (!IsFree(next_)) ++next_;
    return next_++;
}

}  // namespace mapi_msg

// The attachments of a message.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <set>

#include "provider/attachment_data.h"

namespace mapi_msg {

// Copies share the attachments.
class AttachmentList {
  public:
    using ByNumber = std::map<std::uint32_t, std::shared_ptr<AttachmentData>>;

    bool IsEmpty() const { return byStorage_.empty(); }
    // By the number that the storage's name had when it was read.
    const ByNumber& ByStorage() const { return byStorage_; }
    // By PR_ATTACH_NUM.
    const ByNumber& All();
    // Null if there is none of that PR_ATTACH_NUM.
    std::shared_ptr<AttachmentData> Find(std::uint32_t number);

    void AddStored(std::shared_ptr<AttachmentData> attachment);
    // A new one, or one that takes the place of an earlier state of the same.
    void Set(std::shared_ptr<AttachmentData> attachment);
    void Remove(AttachmentData& attachment);

    void ReserveNumbers(std::uint32_t next);
    // For a new attachment. None is used twice as long as the message is open.
    std::uint32_t TakeNumber();
    bool IsFree(std::uint32_t number) { return !All().contains(number) && !byStorage_.contains(number); }

    // Whether any attachment was set or removed since the message was saved.
    bool IsChanged() const { return changed_; }
    void OnSaved() { changed_ = false; }

    // New attachments are not in the table before the message is saved.
    bool IsShown(std::uint32_t number) const { return !hidden_.contains(number); }
    void ShowAll() { hidden_.clear(); }

  private:
    ByNumber byStorage_;
    std::optional<ByNumber> all_;
    std::uint32_t next_ = 0;
    bool changed_ = false;
    std::set<std::uint32_t> hidden_;
};

}  // namespace mapi_msg

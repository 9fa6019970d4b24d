// What a message tells its attachments, recipients and embedded messages: how strings are stored in it.
#pragma once

#include <map>
#include <memory>
#include <optional>

#include "provider/property_store.h"
#include "provider/string_width.h"

namespace mapi_msg {

class MessageContext {
  public:
    // `parent` is that of the message that this one is embedded in, if any.
    MessageContext(std::shared_ptr<PropertyStore> store, std::shared_ptr<MessageContext> parent)
        : store_(std::move(store)), parent_(std::move(parent)), depth_(parent_ ? parent_->depth_ + 1 : 0) {}

    // How deep the message is embedded.
    unsigned Depth() const { return depth_; }
    // Of PT_STRING8 strings.
    UINT CodePage();
    // Of the strings in this message, [MS-OXMSG] 2.1.1.1.
    StringWidth Width();
    // For a message that is new.
    void SetWidth(StringWidth width) { width_ = width; }
    // That one of the properties that name code pages was changed: what it is now, 0 if it is gone.
    void SetCodePage(std::uint16_t id, std::uint32_t codePage);

  private:
    std::uint32_t StoredCodePage(format::PropertyTag tag);
    UINT FindCodePage();
    StringWidth FindWidth();

    std::shared_ptr<PropertyStore> store_;
    std::shared_ptr<MessageContext> parent_;
    unsigned depth_;
    UINT codePage_ = 0;
    std::optional<StringWidth> width_;
    std::map<std::uint16_t, std::uint32_t> changedCodePages_;
};

}  // namespace mapi_msg

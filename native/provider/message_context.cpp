#include "provider/message_context.h"

#include "provider/property_tags.h"
#include "text/code_page.h"

namespace mapi_msg {

using namespace format;

std::uint32_t MessageContext::StoredCodePage(PropertyTag tag) {
    const auto changed = changedCodePages_.find(IdOf(tag));
    if (changed != changedCodePages_.end()) return changed->second;
    const PropertyEntry* entry = store_->Find(tag);
    return entry ? ReadU32(entry->value, 0) : 0;
}

void MessageContext::SetCodePage(std::uint16_t id, std::uint32_t codePage) {
    changedCodePages_[id] = codePage;
    codePage_ = 0;
}

UINT MessageContext::CodePage() {
    if (codePage_ == 0) codePage_ = FindCodePage();
    return codePage_;
}

UINT MessageContext::FindCodePage() {
    const UINT codePage = StoredCodePage(kPrMessageCodePage);
    if (codePage != 0 && text::IsKnownCodePage(codePage)) return codePage;
    // A guess where the message does not say. That its internet form is plain ASCII says nothing.
    constexpr UINT kAscii = 20127;
    const UINT internetCodePage = StoredCodePage(kPrInternetCodePage);
    const bool tells = internetCodePage != 0 && internetCodePage != kAscii;
    if (tells && text::IsKnownCodePage(internetCodePage)) return internetCodePage;
    return parent_ ? parent_->CodePage() : GetACP();
}

StringWidth MessageContext::Width() {
    if (!width_) width_ = FindWidth();
    return *width_;
}

StringWidth MessageContext::FindWidth() {
    if (const PropertyEntry* mask = store_->Find(kPrStoreSupportMask)) {
        return ReadU32(mask->value, 0) & STORE_UNICODE_OK ? StringWidth::kUnicode : StringWidth::kString8;
    }
    // Some writers leave the mask out, whatever their strings are.
    for (PropertyTag tag : store_->Tags()) {
        if (SingleTypeOf(TypeOf(tag)) == kTypeUnicode) return StringWidth::kUnicode;
    }
    return StringWidth::kString8;
}

}  // namespace mapi_msg

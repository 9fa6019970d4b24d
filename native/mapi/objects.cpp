#include "mapi/objects.h"

#include <utility>

#include "mapi/mapi_memory.h"
#include "text/code_page.h"

namespace mapi_msg {
namespace {

constexpr ULONG kMessageCodePage = PROP_TAG(PT_LONG, 0x3FFD);
constexpr ULONG kInternetCodePage = PROP_TAG(PT_LONG, 0x3FDE);

bool TellsCodePage(ULONG tag, LONG codePage) {
    // That the message's internet form is plain ASCII says nothing about its strings.
    constexpr LONG kAscii = 20127;
    if (tag == kInternetCodePage && codePage == kAscii) return false;
    return codePage > 0 && text::IsKnownCodePage(static_cast<UINT>(codePage));
}

}  // namespace

std::optional<UINT> CodePageOfMessage(IMAPIProp& message, FREEBUFFER* freeBuffer) {
    struct {
        ULONG cValues = 2;
        ULONG tags[2] = {kMessageCodePage, kInternetCodePage};
    } wanted;
    static_assert(sizeof wanted == CbNewSPropTagArray(2));
    ULONG count = 0;
    MapiBuffer<SPropValue> values(freeBuffer);
    const HRESULT result =
        message.GetProps(reinterpret_cast<SPropTagArray*>(&wanted), 0, &count, values.Put());
    if (SUCCEEDED(result) && values && count <= wanted.cValues) {
        for (ULONG i = 0; i < count; i++) {
            const SPropValue& value = values.Get()[i];
            if (PROP_TYPE(value.ulPropTag) == PT_LONG && TellsCodePage(value.ulPropTag, value.Value.l)) {
                return static_cast<UINT>(value.Value.l);
            }
        }
    }
    return std::nullopt;
}

void SessionHandle::CloseChildren() {
    children_.CloseAll(false);
    if (LPMSGSESS session = std::exchange(session_, nullptr)) {
        OwnApartment()->OwnProvider().functions.closeIMsgSession(session);
    }
}

UINT PropHandle::CodePage() {
    if (codePage_) return *codePage_;
    if (Kind() == ObjectKind::Message) {
        codePage_ = CodePageOfMessage(*Get(), OwnApartment()->OwnProvider().functions.freeBuffer);
        if (codePage_) return *codePage_;
    }
    const UINT outer = Parent() ? CodePageOf(*Parent()) : CP_ACP;
    if (Kind() == ObjectKind::Message) codePage_ = outer;
    return outer;
}

UINT CodePageOf(SessionObject& object) {
    for (SessionObject* at = &object; at; at = at->Parent().get()) {
        if (at->Kind() == ObjectKind::Message || at->Kind() == ObjectKind::Attachment) {
            return static_cast<PropHandle*>(at)->CodePage();
        }
    }
    return CP_ACP;
}

}  // namespace mapi_msg

#include "mapi/message_details.h"

#include <algorithm>
#include <cwchar>

namespace mapi_msg {
namespace {

constexpr ULONG kFirstNamedId = 0x8000;

// Whether a message class is this one or derived from it.
bool IsOfClass(std::wstring_view messageClass, std::wstring_view base) {
    if (messageClass.size() < base.size()) return false;
    if (messageClass.size() > base.size() && messageClass[base.size()] != L'.') return false;
    return _wcsnicmp(messageClass.data(), base.data(), base.size()) == 0;
}

bool IsOfGroup(std::wstring_view messageClass, const MessageDetails::Group& group) {
    return group.classes.empty() ||
           std::any_of(group.classes.begin(), group.classes.end(),
                       [&](const std::wstring& base) { return IsOfClass(messageClass, base); });
}

}  // namespace

WantedDetails FindDetails(IMAPIProp& message, const Apartment& apartment, const MessageDetails& details,
                          std::wstring_view messageClass) {
    WantedDetails wanted;
    for (const MessageDetails::Group& group : details.groups) {
        if (!IsOfGroup(messageClass, group)) continue;
        for (const ULONG tag : group.tags) {
            wanted.tags.push_back(tag);
            wanted.ids.push_back(PROP_ID(tag));
        }
        if (group.names.empty()) continue;
        const std::vector<ULONG> named = GetIDsFromNames(message, apartment, group.names, 0);
        for (ULONG i = 0; i < named.size(); i++) {
            if (PROP_ID(named[i]) == 0 || PROP_TYPE(named[i]) == PT_ERROR) continue;
            wanted.tags.push_back(PROP_TAG(PT_UNSPECIFIED, PROP_ID(named[i])));
            wanted.ids.push_back(kFirstNamedId + group.firstName + i);
        }
    }
    return wanted;
}

}  // namespace mapi_msg

// Properties that only messages of some classes have, or that go by their names. Session thread only; this
// throws MapiFailure.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "mapi/apartment.h"
#include "mapi/name_calls.h"

namespace mapi_msg {

struct MessageDetails {
    struct Group {
        // With those derived from them, such as IPM.Contact.Mine; none for every class.
        std::vector<std::wstring> classes;
        std::vector<ULONG> tags;
        std::vector<PropertyName> names;
        // The first name's number among those of all groups.
        ULONG firstName = 0;
    };
    std::vector<Group> groups;
};

struct WantedDetails {
    // For IMAPIProp::GetProps.
    std::vector<ULONG> tags;
    // By which the properties at the same places are known to who asks: for one with a name 0x8000 plus its
    // number, whatever it is in the file.
    std::vector<ULONG> ids;
};

// Those of a message class that the message may have.
WantedDetails FindDetails(IMAPIProp& message, const Apartment& apartment, const MessageDetails& details,
                          std::wstring_view messageClass);

}  // namespace mapi_msg

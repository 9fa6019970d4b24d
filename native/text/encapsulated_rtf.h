// HTML and plain text that travel in RTF, as [MS-OXRTFEX] has them.
// https://learn.microsoft.com/openspecs/exchange_server_protocols/ms-oxrtfex/906fbb0f-2467-490e-8c3e-bdc31c5e9d35
#pragma once

#include <optional>
#include <string>

#include "text/bytes.h"

namespace mapi_msg::text {

struct Encapsulated {
    bool isHtml;
    std::u16string text;
};

// Thrown below for RTF that is broken.
struct RtfError {
    const char* why;
};

// What was put into the RTF; nothing if it is RTF itself. One pass: takes time and memory in proportion to
// the RTF. What is cut off is recovered as far as it goes.
std::optional<Encapsulated> DeEncapsulate(Bytes rtf);

}  // namespace mapi_msg::text

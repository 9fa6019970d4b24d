// RTF as a sequence of braces, control words and bytes, for [MS-OXRTFEX].
#pragma once

#include <optional>
#include <string_view>

#include "text/bytes.h"

namespace mapi_msg::text {

enum class RtfContent { Html, Text };

// What the RTF says that it encapsulates. [MS-OXRTFEX] 2.2.3.1: the control word stands among the first ten
// tokens, before any text.
std::optional<RtfContent> EncapsulatedKind(Bytes rtf);

class RtfHandler {
  public:
    virtual ~RtfHandler() = default;

    // False to end here.
    virtual bool Open() = 0;
    virtual bool Close() = 0;
    virtual void Word(std::string_view word, std::optional<std::int64_t> parameter) = 0;
    virtual void Symbol(char symbol) = 0;
    // Text that is ASCII by itself.
    virtual void Plain(std::string_view text) = 0;
    // Of other text: maybe a part of a character of several bytes, of which the second one may look like a
    // letter, or like a backslash that is escaped.
    virtual void Byte(std::uint8_t byte) = 0;
};

// Leaves out line ends, which mean nothing, binary data, and escapes like \'zz, which are none.
void ReadRtf(Bytes rtf, RtfHandler& handler);

}  // namespace mapi_msg::text

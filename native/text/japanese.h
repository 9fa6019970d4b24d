// EUC-JP and ISO-2022-JP hold the characters of Shift_JIS in another packing: JIS X 0208, half-width katakana
// and ASCII. Shift_JIS is what Windows converts everywhere.
#pragma once

#include "text/bytes.h"

namespace mapi_msg::text {

bool IsEucJp(Bytes text);

// What does not fit becomes a question mark.
ByteVector ShiftJisFromEucJp(Bytes text);
ByteVector ShiftJisFromIso2022Jp(Bytes text);
ByteVector EucJpFromShiftJis(Bytes text);
ByteVector Iso2022JpFromShiftJis(Bytes text);

}  // namespace mapi_msg::text

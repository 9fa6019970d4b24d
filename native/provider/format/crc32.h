// The CRC of [MS-OXRTFCP] 3.1.3.2 and [MS-OXMSG] 2.2.3.2: polynomial 0xEDB88320 reflected, start value 0, and
// no inversion at the end, unlike zlib's.
#pragma once

#include <cstdint>

#include "provider/format/bytes.h"

namespace mapi_msg::format {

std::uint32_t Crc32(Bytes bytes);

}  // namespace mapi_msg::format

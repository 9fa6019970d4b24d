// Text as bytes.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace mapi_msg::text {

using Bytes = std::span<const std::uint8_t>;
using ByteVector = std::vector<std::uint8_t>;

}  // namespace mapi_msg::text

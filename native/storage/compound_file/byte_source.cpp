#include "storage/compound_file/byte_source.h"

#include <algorithm>
#include <cstring>

namespace mapi_msg::compound_file {

std::size_t SpanSource::Read(std::uint64_t offset, std::span<std::uint8_t> target) const {
    if (offset >= bytes_.size()) return 0;
    const auto rest = bytes_.subspan(static_cast<std::size_t>(offset));
    const std::size_t size = std::min(rest.size(), target.size());
    if (size > 0) std::memcpy(target.data(), rest.data(), size);
    return size;
}

}  // namespace mapi_msg::compound_file

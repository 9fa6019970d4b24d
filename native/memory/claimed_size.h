// Memory for what says how large it is, and may lie: damaged files and faulty providers do.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>

namespace mapi_msg {

// How many bytes to set aside for `claimed` bytes once there are `there` of them: more as more really comes.
inline std::size_t ReserveFor(std::uint64_t claimed, std::uint64_t there) {
    constexpr std::uint64_t kFirst = 16 * 1024 * 1024;
    constexpr std::uint64_t kFactor = 4;
    return static_cast<std::size_t>(std::min(claimed, std::max(kFirst, there * kFactor)));
}

}  // namespace mapi_msg

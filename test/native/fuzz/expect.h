// What a fuzzer asserts besides that nothing crashes.
#pragma once

#include <cstdlib>

namespace mapi_msg::fuzz {

inline void Expect(bool holds) {
    if (!holds) std::abort();
}

}  // namespace mapi_msg::fuzz

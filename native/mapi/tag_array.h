// MAPI's structures that end in an array of the caller's length.
#pragma once

#include <cstring>
#include <limits>
#include <vector>

#include "abi/mapi.h"
#include "mapi/failure.h"

namespace mapi_msg {

class TagArray {
  public:
    explicit TagArray(const std::vector<ULONG>& tags) : words_(tags.size() + 1) {
        if (tags.size() > (std::numeric_limits<ULONG>::max)() / sizeof(ULONG) - 1) {
            throw MapiFailure{MAPI_E_INVALID_PARAMETER, "SPropTagArray"};
        }
        words_[0] = static_cast<ULONG>(tags.size());
        std::copy(tags.begin(), tags.end(), words_.begin() + 1);
    }

    SPropTagArray* Get() { return reinterpret_cast<SPropTagArray*>(words_.data()); }

  private:
    static_assert(offsetof(SPropTagArray, aulPropTag) == sizeof(ULONG));
    std::vector<ULONG> words_;
};

inline std::vector<ULONG> CopyTags(const SPropTagArray* tags) {
    return tags ? std::vector<ULONG>(tags->aulPropTag, tags->aulPropTag + tags->cValues)
                : std::vector<ULONG>();
}

}  // namespace mapi_msg

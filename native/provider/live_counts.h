// How many objects and MAPI allocations of this DLL are alive, for leak tests.
#pragma once

#include <atomic>

#include "abi/mapi_types.h"

namespace mapi_msg {

inline std::atomic<ULONG> liveObjects{0};
inline std::atomic<ULONG> liveAllocations{0};

// A member or base of everything that counts as an object.
class LiveObject {
  public:
    LiveObject() { ++liveObjects; }
    LiveObject(const LiveObject&) = delete;
    LiveObject& operator=(const LiveObject&) = delete;
    ~LiveObject() { --liveObjects; }
};

}  // namespace mapi_msg

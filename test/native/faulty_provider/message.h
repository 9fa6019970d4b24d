// A message of the faulty provider.
#pragma once

#include "faulty_provider/faults.h"

namespace faulty {

// On a storage, which it keeps. When it is gone it calls `callRelease`, which may be null; it goes wrong, as
// the method MSGCALLRELEASE, by doing so `early`, `twice`, `late` and from another thread, or `never`.
IMessage* MakeMessage(IStorage* storage, MSGCALLRELEASE* callRelease, ULONG callerData);

}  // namespace faulty

// Brings MAPI's "the message is released" call to whoever opened the message.
// https://learn.microsoft.com/office/client-developer/outlook/mapi/msgcallrelease
#pragma once

#include <functional>

#include "abi/mapi.h"

namespace mapi_msg {

// Callable on any thread; must not throw.
using ReleaseCallback = std::function<void()>;

// MSGCALLRELEASE carries 32 bits of caller data even in 64-bit processes, so callbacks are kept in a table of
// the process under a number, which is what MAPI gets as ulCallerData.
ULONG RegisterReleaseCallback(ReleaseCallback callback);
// For when the message could not be opened after all.
void ForgetReleaseCallback(ULONG number);

void STDAPICALLTYPE CallReleaseCallback(ULONG number, IMessage* message);

}  // namespace mapi_msg

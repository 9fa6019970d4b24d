// OpenIMsgOnIStg: a message on a storage.
// https://learn.microsoft.com/office/client-developer/outlook/mapi/openimsgonistg
#pragma once

#include "provider/allocator.h"
#include "provider/session.h"

namespace mapi_msg {

struct OpenMessageOptions {
    LPMSGSESS session;
    ALLOCATEBUFFER* allocateBuffer;
    ALLOCATEMORE* allocateMore;
    FREEBUFFER* freeBuffer;
    void* support;
    IStorage* storage;
    MSGCALLRELEASE* callRelease;
    ULONG callerData;
    ULONG flags;
};

HRESULT OpenMessage(const OpenMessageOptions& options, IMessage** message);

}  // namespace mapi_msg

// MAPI's linked memory blocks, as a client of ours gets them by MAPIAllocateBuffer.
// https://learn.microsoft.com/office/client-developer/outlook/mapi/mapiallocatebuffer
#pragma once

#include "abi/mapi.h"

namespace mapi_msg {

// Null when there is no memory.
void* AllocateRootBlock(ULONG size);
// A block that is freed together with `root`. Null when there is no memory or `root` is no live root block.
void* AllocateLinkedBlock(ULONG size, void* root);
// A root block with the contents and the linked blocks of `root`, which is no longer valid unless this fails.
void* ReallocateRootBlock(void* root, ULONG size);
bool IsRootBlock(void* block);
// False if `root` is no live root block.
bool FreeRootBlock(void* root);

}  // namespace mapi_msg

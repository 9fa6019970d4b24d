#include "provider/memory.h"

#include <cstdint>
#include <cstdlib>

#include "provider/live_counts.h"

namespace mapi_msg {

namespace {

constexpr std::uint32_t kRootMark = 0x544F4F52;
constexpr std::uint32_t kLinkedMark = 0x4B4E494C;
constexpr std::uint32_t kFreedMark = 0x45455246;

// Stands before each block.
struct BlockHeader {
    BlockHeader* next;  // of a root: the linked block made last; of a linked block: the one made before it
    std::uint32_t mark;
};

// What follows is aligned for any of MAPI's types.
static_assert(sizeof(BlockHeader) % 8 == 0);

BlockHeader* HeaderOf(void* block) { return static_cast<BlockHeader*>(block) - 1; }

BlockHeader* RootOf(void* block) {
    if (!block || reinterpret_cast<std::uintptr_t>(block) % 8 != 0) return nullptr;
    BlockHeader* header = HeaderOf(block);
    return header->mark == kRootMark ? header : nullptr;
}

BlockHeader* Allocate(ULONG size, std::uint32_t mark) {
    const std::uint64_t total = std::uint64_t{size} + sizeof(BlockHeader);
    if (total > SIZE_MAX) return nullptr;
    auto* header = static_cast<BlockHeader*>(std::malloc(static_cast<std::size_t>(total)));
    if (!header) return nullptr;
    header->next = nullptr;
    header->mark = mark;
    ++liveAllocations;
    return header;
}

void Free(BlockHeader* header) {
    header->mark = kFreedMark;
    std::free(header);
    --liveAllocations;
}

// Clients may add to one root from several threads.
void Link(BlockHeader* root, BlockHeader* linked) {
    auto* head = reinterpret_cast<void* volatile*>(&root->next);
    void* expected;
    do {
        expected = *head;
        linked->next = static_cast<BlockHeader*>(expected);
    } while (InterlockedCompareExchangePointer(head, linked, expected) != expected);
}

}  // namespace

void* AllocateRootBlock(ULONG size) {
    BlockHeader* header = Allocate(size, kRootMark);
    return header ? header + 1 : nullptr;
}

void* AllocateLinkedBlock(ULONG size, void* root) {
    BlockHeader* rootHeader = RootOf(root);
    if (!rootHeader) return nullptr;
    BlockHeader* header = Allocate(size, kLinkedMark);
    if (!header) return nullptr;
    Link(rootHeader, header);
    return header + 1;
}

void* ReallocateRootBlock(void* root, ULONG size) {
    BlockHeader* header = RootOf(root);
    const std::uint64_t total = std::uint64_t{size} + sizeof(BlockHeader);
    if (!header || total > SIZE_MAX) return nullptr;
    auto* moved = static_cast<BlockHeader*>(std::realloc(header, static_cast<std::size_t>(total)));
    if (!moved) return nullptr;
    return moved + 1;
}

bool IsRootBlock(void* block) { return RootOf(block) != nullptr; }

bool FreeRootBlock(void* root) {
    BlockHeader* header = RootOf(root);
    if (!header) return false;
    for (BlockHeader* linked = header->next; linked;) {
        BlockHeader* next = linked->next;
        Free(linked);
        linked = next;
    }
    Free(header);
    return true;
}

}  // namespace mapi_msg

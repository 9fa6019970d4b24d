// operator new and delete of a module of ours: blocks that were freed are kept for the next of their size. A
// message is read with hundreds of small blocks, and a heap takes longer over them than all the rest takes.
#include <windows.h>

#include <array>
#include <atomic>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <mutex>
#include <new>

namespace mapi_msg {
namespace {

constexpr std::size_t kSmallestShift = 5;  // 32 bytes
constexpr std::size_t kLargestShift = 22;  // 4 MB
// Of each power of two, the sizes 5/4, 6/4, 7/4 and 8/4.
constexpr std::size_t kStepsPerShift = 4;
constexpr std::size_t kClassCount = (kLargestShift - kSmallestShift) * kStepsPerShift;
constexpr std::uint32_t kUncached = 0xFFFFFFFF;
constexpr std::size_t kCacheLine = 64;
// Small ones are all kept: in a heap with hundreds of thousands of free blocks of several sizes, looking for
// one that fits takes long.
constexpr std::size_t kLargestSmall = 1024;
// Of each other size; but of larger ones a few each, and of all of them together.
constexpr std::size_t kMostKept = 256 * 1024;
constexpr std::uint32_t kFewKept = 2;
constexpr std::size_t kMostLargeKept = 16 * 1024 * 1024;

struct Block {
    std::uint32_t sizeClass;
    Block* next;
};
// What is handed out begins behind it, aligned as operator new has to.
constexpr std::size_t kHeaderSize = 16;
static_assert(sizeof(Block) <= kHeaderSize && __STDCPP_DEFAULT_NEW_ALIGNMENT__ <= kHeaderSize);

constexpr std::size_t SizeOfClass(std::size_t sizeClass) {
    const std::size_t base = std::size_t{1} << (kSmallestShift + sizeClass / kStepsPerShift);
    return base + base / kStepsPerShift * (sizeClass % kStepsPerShift + 1);
}

constexpr std::size_t ClassOf(std::size_t size) {
    constexpr std::size_t kSmallest = std::size_t{1} << kSmallestShift;
    if (size <= kSmallest) return 0;
    const std::size_t shift = static_cast<std::size_t>(std::bit_width(size - 1)) - 1;
    const std::size_t step = (size - 1) >> (shift - 2) & (kStepsPerShift - 1);
    return (shift - kSmallestShift) * kStepsPerShift + step;
}
static_assert(ClassOf(33) == 0 && SizeOfClass(0) == 40 && ClassOf(40) == 0 && ClassOf(41) == 1);
static_assert(ClassOf(64) == 3 && SizeOfClass(3) == 64 && ClassOf(65) == 4 && SizeOfClass(4) == 80);
static_assert(ClassOf(std::size_t{1} << kLargestShift) == kClassCount - 1);

// Held for a few instructions: any lock that can wait costs more than what it guards.
class SpinLock {
  public:
    void lock() noexcept {
        constexpr int kLooks = 64;
        while (taken_.test_and_set(std::memory_order_acquire)) {
            for (int i = 0; i < kLooks && taken_.test(std::memory_order_relaxed); i++) YieldProcessor();
            // Its holder may be waiting for this processor.
            if (taken_.test(std::memory_order_relaxed)) ::SwitchToThread();
        }
    }
    void unlock() noexcept { taken_.clear(std::memory_order_release); }

  private:
    std::atomic_flag taken_;
};

// Bytes of those that are kept beyond kMostKept of their size.
constinit std::atomic<std::size_t> largeKept = 0;

// Threads that use blocks of different sizes do not slow each other down.
class alignas(kCacheLine) BlockList {
  public:
    Block* Take(std::size_t size) {
        const std::lock_guard lock(lock_);
        Block* const block = first_;
        if (block) {
            first_ = block->next;
            if (IsLarge(count_--, size)) largeKept -= size;
        }
        return block;
    }

    // False if there are enough.
    bool Keep(Block* block, std::size_t size) {
        const std::lock_guard lock(lock_);
        if (IsLarge(count_ + 1, size)) {
            if (count_ >= kFewKept || largeKept > kMostLargeKept) return false;
            largeKept += size;
        }
        block->next = first_;
        first_ = block;
        ++count_;
        return true;
    }

  private:
    // Whether the last one of so many counts as large.
    static bool IsLarge(std::size_t count, std::size_t size) {
        return size > kLargestSmall && count * size > kMostKept;
    }

    SpinLock lock_;
    Block* first_ = nullptr;
    std::uint32_t count_ = 0;
};

// Static objects are destroyed while others are still in use; these have no destructor.
constinit std::array<BlockList, kClassCount> lists;

void* Allocate(std::size_t size) noexcept {
    constexpr std::size_t kLargest = (std::size_t{1} << kLargestShift) - kHeaderSize;
    if (size > SIZE_MAX - kHeaderSize) return nullptr;
    Block* block = nullptr;
    if (size > kLargest) {
        block = static_cast<Block*>(std::malloc(size + kHeaderSize));
        if (block) block->sizeClass = kUncached;
    } else {
        const std::size_t sizeClass = ClassOf(size + kHeaderSize);
        block = lists[sizeClass].Take(SizeOfClass(sizeClass));
        if (!block) block = static_cast<Block*>(std::malloc(SizeOfClass(sizeClass)));
        if (block) block->sizeClass = static_cast<std::uint32_t>(sizeClass);
    }
    return block ? reinterpret_cast<std::uint8_t*>(block) + kHeaderSize : nullptr;
}

void Free(void* memory) noexcept {
    if (!memory) return;
    auto* const block = reinterpret_cast<Block*>(static_cast<std::uint8_t*>(memory) - kHeaderSize);
    const std::uint32_t sizeClass = block->sizeClass;
    if (sizeClass == kUncached || !lists[sizeClass].Keep(block, SizeOfClass(sizeClass))) std::free(block);
}

}  // namespace
}  // namespace mapi_msg

void* operator new(std::size_t size) {
    for (;;) {
        if (void* memory = mapi_msg::Allocate(size)) return memory;
        const std::new_handler handler = std::get_new_handler();
        if (!handler) throw std::bad_alloc();
        handler();
    }
}

void* operator new[](std::size_t size) { return ::operator new(size); }

void* operator new(std::size_t size, const std::nothrow_t&) noexcept { return mapi_msg::Allocate(size); }

void* operator new[](std::size_t size, const std::nothrow_t&) noexcept { return mapi_msg::Allocate(size); }

void operator delete(void* memory) noexcept { mapi_msg::Free(memory); }

void operator delete[](void* memory) noexcept { mapi_msg::Free(memory); }

void operator delete(void* memory, std::size_t) noexcept { mapi_msg::Free(memory); }

void operator delete[](void* memory, std::size_t) noexcept { mapi_msg::Free(memory); }

void operator delete(void* memory, const std::nothrow_t&) noexcept { mapi_msg::Free(memory); }

void operator delete[](void* memory, const std::nothrow_t&) noexcept { mapi_msg::Free(memory); }

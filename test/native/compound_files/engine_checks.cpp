#include "compound_files/engine_checks.h"

#include <algorithm>
#include <atomic>
#include <cstdlib>
#include <new>

namespace {

std::atomic<std::uint64_t> g_allocated = 0;

}  // namespace

void* operator new(std::size_t size) {
    g_allocated += size;
    if (void* memory = std::malloc(std::max<std::size_t>(size, 1))) return memory;
    throw std::bad_alloc();
}

void operator delete(void* memory) noexcept { std::free(memory); }
void operator delete(void* memory, std::size_t) noexcept { std::free(memory); }

namespace mapi_msg {
namespace {

constexpr std::size_t kBlockSize = 64 * 1024;

}  // namespace

std::uint64_t AllocatedBytes() { return g_allocated; }

void SparseBytes::Write(std::span<const std::uint8_t> bytes) {
    while (!bytes.empty()) {
        const auto within = static_cast<std::size_t>(size_ % kBlockSize);
        const auto part = bytes.first(std::min(bytes.size(), kBlockSize - within));
        if (std::any_of(part.begin(), part.end(), [](std::uint8_t byte) { return byte != 0; })) {
            std::vector<std::uint8_t>& block = blocks_[size_ - within];
            block.resize(kBlockSize);
            std::copy(part.begin(), part.end(), block.begin() + static_cast<std::ptrdiff_t>(within));
        }
        size_ += part.size();
        bytes = bytes.subspan(part.size());
    }
}

std::size_t SparseBytes::Read(std::uint64_t offset, std::span<std::uint8_t> target) const {
    if (offset >= size_) return 0;
    target = target.first(static_cast<std::size_t>(std::min<std::uint64_t>(target.size(), size_ - offset)));
    const std::size_t total = target.size();
    while (!target.empty()) {
        const auto within = static_cast<std::size_t>(offset % kBlockSize);
        const std::size_t size = std::min(target.size(), kBlockSize - within);
        const auto block = blocks_.find(offset - within);
        if (block == blocks_.end()) {
            std::fill_n(target.begin(), size, std::uint8_t{0});
        } else {
            std::copy_n(block->second.begin() + static_cast<std::ptrdiff_t>(within), size, target.begin());
        }
        offset += size;
        target = target.subspan(size);
    }
    bytesRead_ += total;
    return total;
}

}  // namespace mapi_msg

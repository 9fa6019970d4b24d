#include "storage/compound_file/content.h"

#include <algorithm>
#include <cstring>

namespace mapi_msg::compound_file {
namespace {

constexpr std::uint64_t kPageSize = 64 * 1024;

}  // namespace

Content::Content(std::shared_ptr<FileStream> file)
    : file_(std::move(file)), fileSize_(file_->Size()), size_(fileSize_) {}

std::size_t Content::Read(std::uint64_t offset, std::span<std::uint8_t> target) const {
    if (offset >= size_) return 0;
    target = target.first(static_cast<std::size_t>(std::min<std::uint64_t>(target.size(), size_ - offset)));
    const std::size_t total = target.size();
    while (!target.empty()) {
        // The first page that ends behind `offset`.
        const auto page = pages_.lower_bound(offset / kPageSize);
        const std::uint64_t pageStart = page == pages_.end() ? size_ : page->first * kPageSize;
        std::size_t size = 0;
        if (pageStart > offset) {
            size = static_cast<std::size_t>(std::min<std::uint64_t>(target.size(), pageStart - offset));
            ReadFile(offset, target.first(size));
        } else {
            const auto within = static_cast<std::size_t>(offset - pageStart);
            size = std::min(target.size(), static_cast<std::size_t>(kPageSize) - within);
            const std::size_t stored =
                page->second.size() > within ? std::min(page->second.size() - within, size) : 0;
            if (stored > 0) std::memcpy(target.data(), page->second.data() + within, stored);
            std::fill_n(target.data() + stored, size - stored, std::uint8_t{0});
        }
        offset += size;
        target = target.subspan(size);
    }
    return total;
}

void Content::ReadFile(std::uint64_t offset, std::span<std::uint8_t> target) const {
    const std::uint64_t there = offset < fileSize_ ? fileSize_ - offset : 0;
    const auto size = static_cast<std::size_t>(std::min<std::uint64_t>(there, target.size()));
    if (size > 0) file_->Read(offset, target.first(size));
    std::fill(target.begin() + static_cast<std::ptrdiff_t>(size), target.end(), std::uint8_t{0});
}

void Content::Write(std::uint64_t offset, std::span<const std::uint8_t> bytes) {
    while (!bytes.empty()) {
        const auto within = static_cast<std::size_t>(offset % kPageSize);
        const std::size_t size = std::min(bytes.size(), static_cast<std::size_t>(kPageSize) - within);
        Page& page = WritablePage(offset / kPageSize, within + size);
        std::memcpy(page.data() + within, bytes.data(), size);
        offset += size;
        size_ = std::max(size_, offset);
        bytes = bytes.subspan(size);
    }
}

Content::Page& Content::WritablePage(std::uint64_t number, std::size_t size) {
    const auto [page, isNew] = pages_.try_emplace(number);
    if (isNew) {
        const std::uint64_t start = number * kPageSize;
        const std::uint64_t inFile = fileSize_ > start ? std::min(fileSize_ - start, kPageSize) : 0;
        try {
            page->second.resize(static_cast<std::size_t>(inFile));
            ReadFile(start, page->second);
        } catch (...) {
            pages_.erase(page);
            throw;
        }
    }
    if (page->second.size() < size) page->second.resize(size);
    return page->second;
}

void Content::LeaveFile() {
    for (std::uint64_t start = 0; start < fileSize_; start += kPageSize) {
        static_cast<void>(WritablePage(start / kPageSize, 0));
    }
    fileSize_ = 0;
    file_.reset();
}

void Content::Resize(std::uint64_t size) {
    if (size < size_) {
        fileSize_ = std::min(fileSize_, size);
        pages_.erase(pages_.lower_bound((size + kPageSize - 1) / kPageSize), pages_.end());
        const auto last = pages_.find(size / kPageSize);
        if (last != pages_.end()) {
            const auto kept = static_cast<std::size_t>(size % kPageSize);
            if (last->second.size() > kept) last->second.resize(kept);
        }
    }
    size_ = size;
}

}  // namespace mapi_msg::compound_file

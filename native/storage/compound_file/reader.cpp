#include "storage/compound_file/reader.h"

#include <algorithm>

#include "storage/compound_file/error.h"

namespace mapi_msg::compound_file {
namespace {

// Calls `read(sector, offset in it, part of target)` for every run of sectors in a row.
template <typename Read>
void ReadRuns(Chain& chain, std::uint32_t sectorSize, std::uint64_t offset, std::span<std::uint8_t> target,
              const Read& read) {
    while (!target.empty()) {
        const std::uint64_t within = offset % sectorSize;
        const std::uint64_t wanted = (within + target.size() + sectorSize - 1) / sectorSize;
        const auto atMost = static_cast<std::uint32_t>(std::min<std::uint64_t>(wanted, kFirstSpecialSector));
        const Chain::Run run = chain.At(static_cast<std::uint32_t>(offset / sectorSize), atMost);
        if (run.count == 0) throw Error(Problem::Corrupt, "the sectors of a stream are missing");
        const std::uint64_t inRun = std::uint64_t{run.count} * sectorSize - within;
        const auto size = static_cast<std::size_t>(std::min<std::uint64_t>(inRun, target.size()));
        read(run.sector, within, target.first(size));
        offset += size;
        target = target.subspan(size);
    }
}

}  // namespace

// Whoever sets memory aside for all streams by their sizes needs no more than a few times the file's size.
// One damaged size is to leave enough for the streams that are good.
Reader::Reader(std::shared_ptr<const ByteSource> source)
    : layout_(std::move(source)), unclaimed_(4 * layout_.file.Source().Size()) {}

std::vector<Entry> Reader::ReadTree(std::uint32_t top) {
    std::vector<Entry> entries = layout_.directory.ReadTree(top);
    const std::uint64_t fileSize = layout_.file.Source().Size();
    std::uint64_t left = unclaimed_;
    const bool fit = std::ranges::all_of(entries, [&](const Entry& entry) {
        if (entry.type != EntryType::Stream) return true;
        if (entry.size > std::min(fileSize, left)) return false;
        left -= entry.size;
        return true;
    });
    if (fit) {
        unclaimed_ = left;
    } else {
        MarkTooLarge(entries);
    }
    return entries;
}

void Reader::MarkTooLarge(std::vector<Entry>& entries) {
    std::vector<Entry*> streams;
    for (Entry& entry : entries) {
        if (entry.type == EntryType::Stream) streams.push_back(&entry);
    }
    // Small sizes are more likely to be true.
    std::ranges::stable_sort(streams, {}, &Entry::size);
    const std::uint64_t fileSize = layout_.file.Source().Size();
    for (Entry* stream : streams) {
        stream->isTooLarge = stream->size > std::min(fileSize, unclaimed_);
        if (!stream->isTooLarge) unclaimed_ -= stream->size;
    }
}

void Reader::ReadChain(Chain& chain, std::uint64_t offset, std::span<std::uint8_t> target) {
    ReadRuns(chain, layout_.file.SectorSize(), offset, target,
             [&](std::uint32_t sector, std::uint64_t within, std::span<std::uint8_t> part) {
                 const std::uint64_t at = layout_.file.OffsetOf(sector) + within;
                 if (layout_.file.Source().Read(at, part) < part.size()) {
                     throw Error(Problem::Corrupt, "the file ends within a stream");
                 }
             });
}

void Reader::ReadMiniChain(Chain& chain, std::uint64_t offset, std::span<std::uint8_t> target) {
    ReadRuns(chain, kMiniSectorSize, offset, target,
             [&](std::uint32_t sector, std::uint64_t within, std::span<std::uint8_t> part) {
                 ReadChain(layout_.miniStream, std::uint64_t{sector} * kMiniSectorSize + within, part);
             });
}

FileStream::FileStream(std::shared_ptr<Reader> reader, std::uint32_t start, std::uint64_t size,
                       bool isClaimed)
    : reader_(std::move(reader)),
      size_(size),
      chain_(IsMini() ? reader_->layout_.miniFat : reader_->layout_.fat, size_ > 0 ? start : kEndOfChain,
             isClaimed) {
    const SectorFile& file = reader_->layout_.file;
    if (size_ > file.Source().Size()) throw Error(Problem::Corrupt, "a stream is larger than the file");
    // So that nobody sets aside more than there is. Chains of large streams are followed when they are read.
    constexpr std::uint64_t kLargeStream = std::uint64_t{64} << 20;
    if (size_ == 0 || size_ > kLargeStream) return;
    const std::uint32_t sectorSize = IsMini() ? kMiniSectorSize : file.SectorSize();
    if (chain_.At(static_cast<std::uint32_t>((size_ - 1) / sectorSize)).count == 0) {
        throw Error(Problem::Corrupt, "the sectors of a stream are missing");
    }
}

void FileStream::Read(std::uint64_t offset, std::span<std::uint8_t> target) {
    if (IsMini()) {
        reader_->ReadMiniChain(chain_, offset, target);
    } else {
        reader_->ReadChain(chain_, offset, target);
    }
}

}  // namespace mapi_msg::compound_file

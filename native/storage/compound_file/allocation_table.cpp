#include "storage/compound_file/allocation_table.h"

#include <algorithm>
#include <bit>
#include <limits>
#include <utility>

#include "storage/compound_file/error.h"
#include "storage/compound_file/little_endian.h"

namespace mapi_msg::compound_file {
namespace {

std::vector<std::uint32_t> ReadNumbers(const SectorFile& file, std::uint32_t sector) {
    std::vector<std::uint32_t> numbers(file.SectorSize() / 4);
    auto* bytes = reinterpret_cast<std::uint8_t*>(numbers.data());
    file.Read(sector, {bytes, file.SectorSize()}, 0xFF);
    if constexpr (std::endian::native != std::endian::little) {
        for (std::size_t i = 0; i < numbers.size(); ++i) numbers[i] = Load<std::uint32_t>(bytes + 4 * i);
    }
    return numbers;
}

}  // namespace

AllocationTable::AllocationTable(const SectorFile& file, std::uint32_t entryCount, PageLocator locate)
    : file_(file), entryCount_(entryCount), locate_(std::move(locate)), claimed_(entryCount) {
    const std::uint32_t perPage = file.SectorSize() / 4;
    pages_.resize((std::size_t{entryCount} + perPage - 1) / perPage);
}

std::uint32_t AllocationTable::Next(std::uint32_t sector) {
    const std::uint32_t perPage = file_.SectorSize() / 4;
    return Load(sector / perPage)[sector % perPage];
}

void AllocationTable::Claim(std::uint32_t sector) {
    if (claimed_[sector]) throw Error(Problem::Corrupt, "a sector is in a chain twice, or in two chains");
    claimed_[sector] = true;
}

const AllocationTable::Page& AllocationTable::Load(std::uint32_t page) {
    Page& loaded = pages_[page];
    if (loaded.empty()) {
        const std::uint32_t sector = locate_(page);
        loaded = sector < file_.SectorCount() ? ReadNumbers(file_, sector)
                                              : Page(file_.SectorSize() / 4, kFreeSector);
    }
    return loaded;
}

FatSectors::FatSectors(const SectorFile& file) : file_(file) {
    // A file needs no more than this, whatever its header says.
    const std::uint32_t perPage = file.SectorSize() / 4;
    const std::uint64_t needed = (std::uint64_t{file.SectorCount()} + perPage - 1) / perPage;
    const Header& header = file.GetHeader();
    count_ = static_cast<std::uint32_t>(std::min<std::uint64_t>(header.fatSectorCount, needed));
    next_ = header.difatSectorCount > 0 ? header.difatStart : kEndOfChain;
    const std::uint32_t inHeader = std::min<std::uint32_t>(count_, kHeaderFatSectors);
    sectors_.assign(header.fatSectors.begin(), header.fatSectors.begin() + inHeader);
}

std::uint32_t FatSectors::At(std::uint32_t page) {
    if (page >= count_) return kFreeSector;
    while (page >= sectors_.size() && next_ < file_.SectorCount()) ReadOn();
    return page < sectors_.size() ? sectors_[page] : kFreeSector;
}

void FatSectors::Follow() {
    while (next_ < file_.SectorCount()) ReadOn();
}

void FatSectors::ReadOn() {
    if (++chainLength_ > file_.SectorCount())
        throw Error(Problem::Corrupt, "the FAT's index runs in a circle");
    std::vector<std::uint32_t> numbers = ReadNumbers(file_, next_);
    next_ = numbers.back();
    numbers.pop_back();
    // A file that is longer than its FAT needs no more of it.
    const std::size_t missing = count_ - std::min<std::size_t>(count_, sectors_.size());
    numbers.resize(std::min(numbers.size(), missing));
    sectors_.insert(sectors_.end(), numbers.begin(), numbers.end());
}

Chain::Run Chain::At(std::uint32_t index, std::uint32_t atMost) {
    FollowTo(std::uint64_t{index} + atMost);
    if (index >= length_) return {};
    const auto after = std::upper_bound(pieces_.begin(), pieces_.end(), index,
                                        [](std::uint32_t i, const Piece& piece) { return i < piece.index; });
    const Piece piece = after == pieces_.begin() ? Piece{0, start_} : *(after - 1);
    const std::uint32_t end = after == pieces_.end() ? length_ : after->index;
    return {piece.sector + (index - piece.index), std::min(end - index, atMost)};
}

std::uint32_t Chain::Length() {
    FollowTo(std::numeric_limits<std::uint64_t>::max());
    return length_;
}

void Chain::FollowTo(std::uint64_t length) {
    while (length_ < length && next_ < table_->EntryCount()) {
        if (!isClaimed_) table_->Claim(next_);
        const Piece last = pieces_.empty() ? Piece{0, start_} : pieces_.back();
        if (last.sector + (length_ - last.index) != next_) pieces_.push_back({length_, next_});
        ++length_;
        next_ = table_->Next(next_);
    }
}

}  // namespace mapi_msg::compound_file

#include "storage/compound_file/file_plan.h"

#include <bit>

#include "storage/compound_file/error.h"

namespace mapi_msg::compound_file {
namespace {

constexpr std::uint64_t kLargestV3File = std::uint64_t{1} << 31;
// At 0x7FFFF000, after the header and as many others.
constexpr std::uint32_t kV4RangeLockSector = 0x7FFFE;

}  // namespace

FilePlan::FilePlan(Node& root, Version wanted) : version(wanted) {
    PlanEntries(root);
    PlanMiniStream();
    if (!PlanSectors()) {
        version = Version::V4;
        static_cast<void>(PlanSectors());
    }
}

void FilePlan::PlanEntries(Node& root) {
    entries.push_back({&root});
    for (std::size_t i = 0; i < entries.size(); ++i) {
        if (entries[i].IsStream()) {
            entries[i].size = entries[i].node->Size();
            continue;
        }
        const auto first = static_cast<std::uint32_t>(entries.size());
        for (const auto& [key, child] : entries[i].node->GetChildren()) entries.push_back({child.get()});
        const auto end = static_cast<std::uint32_t>(entries.size());
        // As many levels of the tree are full.
        const auto fullLevels = static_cast<std::uint32_t>(std::bit_width(end - first + 1) - 1);
        entries[i].child = PlanTree(first, end, 0, fullLevels);
    }
}

// Halving gives a tree of which all levels but the last are full. Where that one is red and the others are
// black, it is a red-black tree. [MS-CFB] 2.6.4
std::uint32_t FilePlan::PlanTree(std::uint32_t first, std::uint32_t end, std::uint32_t level,
                                 std::uint32_t fullLevels) {
    if (first == end) return kNoEntry;
    const std::uint32_t middle = first + (end - first) / 2;
    PlannedEntry& entry = entries[middle];
    entry.isRed = level >= fullLevels;
    entry.left = PlanTree(first, middle, level + 1, fullLevels);
    entry.right = PlanTree(middle + 1, end, level + 1, fullLevels);
    return middle;
}

void FilePlan::PlanMiniStream() {
    for (PlannedEntry& entry : entries) {
        if (!entry.IsMini()) continue;
        entry.start = static_cast<std::uint32_t>(miniFat.size());
        const std::uint64_t count = (entry.size + kMiniSectorSize - 1) / kMiniSectorSize;
        for (std::uint64_t i = 1; i < count; ++i) {
            miniFat.push_back(static_cast<std::uint32_t>(miniFat.size() + 1));
        }
        miniFat.push_back(kEndOfChain);
    }
    entries[kRootEntry].size = std::uint64_t{miniFat.size()} * kMiniSectorSize;
}

// Gives false where version 3 is too small.
bool FilePlan::PlanSectors() {
    const std::uint64_t perSector = SectorSize() / 4;
    const std::uint64_t directoryCount = SectorsFor(std::uint64_t{entries.size()} * kEntrySize);
    const std::uint64_t miniFatCount = SectorsFor(std::uint64_t{miniFat.size()} * 4);
    const std::uint64_t miniStreamCount = SectorsFor(entries[kRootEntry].size);
    std::uint64_t others = directoryCount + miniFatCount + miniStreamCount;
    for (const PlannedEntry& entry : entries) {
        if (entry.IsStream() && !entry.IsMini()) others += SectorsFor(entry.size);
    }
    // The FAT has entries for itself and for its index.
    std::uint64_t fatCount = 0;
    std::uint64_t difatCount = 0;
    std::uint64_t total = 0;
    for (;;) {
        total = others + fatCount + difatCount;
        const bool hasRangeLock = version == Version::V4 && total > kV4RangeLockSector;
        rangeLockSector = hasRangeLock ? kV4RangeLockSector : kFreeSector;
        if (hasRangeLock) ++total;
        const std::uint64_t neededFat = (total + perSector - 1) / perSector;
        const std::uint64_t neededDifat =
            neededFat > kHeaderFatSectors ? (neededFat - kHeaderFatSectors + perSector - 2) / (perSector - 1)
                                          : 0;
        if (neededFat <= fatCount && neededDifat <= difatCount) break;
        fatCount = neededFat;
        difatCount = neededDifat;
    }
    if (version == Version::V3 && (total + 1) * SectorSize() > kLargestV3File) return false;
    if (total >= kFirstSpecialSector)
        throw Error(Problem::Corrupt, "the file would be too large for its format");

    fat.reserve(static_cast<std::size_t>(fatCount * perSector));
    difatSectors = Allocate(difatCount, kDifatSector);
    fatSectors = Allocate(fatCount, kFatSector);
    directory = Allocate(directoryCount);
    miniFatSectors = Allocate(miniFatCount);
    miniStream = Allocate(miniStreamCount);
    entries[kRootEntry].start = miniStream.start;
    for (PlannedEntry& entry : entries) {
        if (entry.IsStream() && !entry.IsMini()) entry.start = Allocate(SectorsFor(entry.size)).start;
    }
    sectorCount = static_cast<std::uint32_t>(fat.size());
    fat.resize(static_cast<std::size_t>(fatCount * perSector), kFreeSector);
    return true;
}

PlannedChain FilePlan::Allocate(std::uint64_t count, std::uint32_t special) {
    PlannedChain chain;
    for (std::uint64_t i = 0; i < count; ++i) {
        if (fat.size() == rangeLockSector) fat.push_back(kEndOfChain);
        const auto sector = static_cast<std::uint32_t>(fat.size());
        if (i == 0) chain.start = sector;
        const bool isBeforeRangeLock = sector + 1 == rangeLockSector;
        const std::uint32_t next = i + 1 == count ? kEndOfChain : sector + (isBeforeRangeLock ? 2 : 1);
        fat.push_back(special ? special : next);
    }
    chain.count = static_cast<std::uint32_t>(count);
    return chain;
}

}  // namespace mapi_msg::compound_file

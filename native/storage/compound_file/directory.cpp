#include "storage/compound_file/directory.h"

#include <algorithm>

#include "storage/compound_file/error.h"
#include "storage/compound_file/little_endian.h"

namespace mapi_msg::compound_file {
namespace {

using EntryBytes = std::array<std::uint8_t, kEntrySize>;

Name ReadName(const EntryBytes& bytes) {
    // In bytes, with the NUL.
    const auto size = Load<std::uint16_t>(&bytes[0x40]);
    const std::size_t length = std::clamp<std::size_t>(size / 2, 1, kLongestName + 1) - 1;
    std::array<char16_t, kLongestName> units = {};
    for (std::size_t i = 0; i < length; ++i) units[i] = Load<char16_t>(&bytes[2 * i]);
    return Name({units.data(), length});
}

Entry Decode(const EntryBytes& bytes, std::uint32_t sectorShift) {
    Entry entry;
    entry.name = ReadName(bytes);
    entry.type = static_cast<EntryType>(bytes[0x42]);
    entry.left = Load<std::uint32_t>(&bytes[0x44]);
    entry.right = Load<std::uint32_t>(&bytes[0x48]);
    entry.child = Load<std::uint32_t>(&bytes[0x4C]);
    std::copy_n(&bytes[0x50], entry.classId.size(), entry.classId.begin());
    entry.stateBits = Load<std::uint32_t>(&bytes[0x60]);
    entry.creationTime = Load<std::uint64_t>(&bytes[0x64]);
    entry.modificationTime = Load<std::uint64_t>(&bytes[0x6C]);
    entry.start = Load<std::uint32_t>(&bytes[0x74]);
    entry.size = Load<std::uint64_t>(&bytes[0x78]);
    // Old writers left the upper half undefined. [MS-CFB] 2.6.1
    if (sectorShift == 9) entry.size &= 0xFFFFFFFF;
    return entry;
}

}  // namespace

Directory::Directory(const SectorFile& file, AllocationTable& fat)
    : file_(file), chain_(fat, file.GetHeader().directoryStart) {
    if (Read(kRootEntry).type != EntryType::Root) {
        throw Error(Problem::Corrupt, "the directory does not begin with the root storage");
    }
    Claim(kRootEntry);
}

Entry Directory::Read(std::uint32_t id) {
    const std::uint32_t perSector = file_.SectorSize() / kEntrySize;
    const Chain::Run run = chain_.At(id / perSector);
    if (run.count == 0) throw Error(Problem::Corrupt, "an entry lies outside the directory");
    EntryBytes bytes = {};
    const std::uint64_t offset = file_.OffsetOf(run.sector) + std::uint64_t{id % perSector} * kEntrySize;
    static_cast<void>(file_.Source().Read(offset, bytes));
    return Decode(bytes, file_.GetHeader().sectorShift);
}

std::vector<Entry> Directory::ReadTree(std::uint32_t top) {
    found_.clear();
    inOrder_.clear();
    // A tree may be as deep as it is large.
    ahead_.clear();
    std::uint32_t next = top;
    while (next != kNoEntry || !ahead_.empty()) {
        while (next != kNoEntry) {
            Claim(next);
            ahead_.push_back(static_cast<std::uint32_t>(found_.size()));
            const Entry& entry = found_.emplace_back(Read(next));
            if (entry.type != EntryType::Storage && entry.type != EntryType::Stream) {
                throw Error(Problem::Corrupt, "a member of a storage is neither storage nor stream");
            }
            next = entry.left;
        }
        inOrder_.push_back(ahead_.back());
        next = found_[ahead_.back()].right;
        ahead_.pop_back();
    }
    std::vector<Entry> entries;
    entries.reserve(inOrder_.size());
    for (const std::uint32_t i : inOrder_) entries.push_back(found_[i]);
    const auto isBefore = [](const Entry& left, const Entry& right) {
        return GoesBefore(left.name.View(), right.name.View());
    };
    const auto isNotBefore = [&](const Entry& left, const Entry& right) { return !isBefore(left, right); };
    if (std::adjacent_find(entries.begin(), entries.end(), isNotBefore) != entries.end()) {
        std::stable_sort(entries.begin(), entries.end(), isBefore);
        entries.erase(std::unique(entries.begin(), entries.end(), isNotBefore), entries.end());
    }
    return entries;
}

void Directory::Claim(std::uint32_t id) {
    if (id / (file_.SectorSize() / kEntrySize) >= file_.SectorCount()) {
        throw Error(Problem::Corrupt, "an entry lies outside the directory");
    }
    if (id >= claimed_.size()) claimed_.resize(std::size_t{id} + 1);
    if (claimed_[id]) throw Error(Problem::Corrupt, "an entry of the directory is linked twice");
    claimed_[id] = true;
}

}  // namespace mapi_msg::compound_file

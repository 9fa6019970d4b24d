// The tables that link sectors to chains: the FAT, and the mini FAT of the mini stream. [MS-CFB] 2.3, 2.4
#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <vector>

#include "storage/compound_file/sector_file.h"

namespace mapi_msg::compound_file {

// Reads the sectors of the table when they are asked for.
class AllocationTable {
  public:
    // Gives the sector that holds a page (a sector) of the table; kFreeSector if there is none.
    using PageLocator = std::function<std::uint32_t(std::uint32_t page)>;

    // `entryCount` is how many sectors there really are to link.
    AllocationTable(const SectorFile& file, std::uint32_t entryCount, PageLocator locate);

    std::uint32_t EntryCount() const { return entryCount_; }
    // What follows a sector, which must be below EntryCount().
    std::uint32_t Next(std::uint32_t sector);
    // Every sector belongs to one chain and is in it once. Throws Error(Problem::Corrupt) for one that is
    // claimed twice: a chain that runs in a circle, or two that meet.
    void Claim(std::uint32_t sector);

  private:
    using Page = std::vector<std::uint32_t>;

    const Page& Load(std::uint32_t page);

    const SectorFile& file_;
    std::uint32_t entryCount_;
    PageLocator locate_;
    std::vector<Page> pages_;
    std::vector<bool> claimed_;
};

// The list of the FAT's own sectors: in the header, and for large files in a chain of sectors. [MS-CFB] 2.5
class FatSectors {
  public:
    explicit FatSectors(const SectorFile& file);

    // The sector that holds a page of the FAT; kFreeSector if there is none.
    std::uint32_t At(std::uint32_t page);
    // Follows the chain to its end. Throws Error(Problem::Corrupt) if it runs in a circle.
    void Follow();

  private:
    void ReadOn();

    const SectorFile& file_;
    std::vector<std::uint32_t> sectors_;
    std::uint32_t count_;
    // Of the chain's sectors.
    std::uint32_t next_;
    std::uint32_t chainLength_ = 0;
};

// A chain of sectors, followed as far as is asked for.
class Chain {
  public:
    struct Run {
        std::uint32_t sector = 0;
        std::uint32_t count = 0;  // 0: the chain has ended
    };

    // With `isClaimed` its sectors were claimed before.
    Chain(AllocationTable& table, std::uint32_t start, bool isClaimed = false)
        : table_(&table), start_(start), isClaimed_(isClaimed), next_(start) {}

    // The sectors in a row from position `index` of the chain on, `atMost` of them.
    Run At(std::uint32_t index, std::uint32_t atMost = 1);
    // Follows the chain to its end; gives its length.
    std::uint32_t Length();

  private:
    struct Piece {
        std::uint32_t index;  // of its first sector in the chain
        std::uint32_t sector;
    };

    void FollowTo(std::uint64_t length);

    AllocationTable* table_;
    std::uint32_t start_;
    bool isClaimed_;
    // All but the first one: most chains are in one piece.
    std::vector<Piece> pieces_;
    std::uint32_t length_ = 0;
    std::uint32_t next_;
};

}  // namespace mapi_msg::compound_file

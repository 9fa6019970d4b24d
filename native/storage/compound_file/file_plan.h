// Where everything goes in a compound file that is to be written.
#pragma once

#include <cstdint>
#include <vector>

#include "storage/compound_file/node.h"
#include "storage/compound_file/writer.h"

namespace mapi_msg::compound_file {

struct PlannedEntry {
    Node* node = nullptr;
    bool isRed = false;
    std::uint32_t left = kNoEntry;
    std::uint32_t right = kNoEntry;
    std::uint32_t child = kNoEntry;
    std::uint32_t start = kEndOfChain;
    std::uint64_t size = 0;

    bool IsStream() const { return node->Type() == NodeType::Stream; }
    bool IsMini() const { return IsStream() && size > 0 && size < kMiniStreamCutoff; }
};

// Sectors in a row, but for the range lock sector if that lies among them.
struct PlannedChain {
    std::uint32_t start = kEndOfChain;
    std::uint32_t count = 0;
};

// Everything is in one piece, in the order of the members: so that a file is written from its beginning to
// its end, and what is needed to open it is near its beginning.
struct FilePlan {
    // Of the streams in the tree, no bytes are read yet.
    FilePlan(Node& root, Version version);

    std::uint32_t SectorSize() const { return version == Version::V3 ? 512 : 4096; }

    Version version;
    // [MS-CFB] 2.9: where offset 0x7FFFFFFF lies there is a sector that nobody uses. kFreeSector if there is
    // none.
    std::uint32_t rangeLockSector = kFreeSector;
    PlannedChain difatSectors;
    PlannedChain fatSectors;
    PlannedChain directory;
    PlannedChain miniFatSectors;
    PlannedChain miniStream;
    // The root storage first. Members of a storage are next to each other.
    std::vector<PlannedEntry> entries;

    std::uint32_t sectorCount = 0;
    std::vector<std::uint32_t> fat;
    std::vector<std::uint32_t> miniFat;

  private:
    void PlanEntries(Node& root);
    std::uint32_t PlanTree(std::uint32_t first, std::uint32_t end, std::uint32_t level,
                           std::uint32_t fullLevels);
    void PlanMiniStream();
    bool PlanSectors();
    PlannedChain Allocate(std::uint64_t count, std::uint32_t special = 0);
    std::uint64_t SectorsFor(std::uint64_t bytes) const { return (bytes + SectorSize() - 1) / SectorSize(); }
};

}  // namespace mapi_msg::compound_file

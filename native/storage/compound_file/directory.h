// The directory: what storages and streams there are. [MS-CFB] 2.6
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "storage/compound_file/allocation_table.h"
#include "storage/compound_file/name_order.h"

namespace mapi_msg::compound_file {

constexpr std::uint32_t kNoEntry = 0xFFFFFFFF;
constexpr std::uint32_t kRootEntry = 0;
constexpr std::uint32_t kEntrySize = 128;

enum class EntryType : std::uint8_t { Unused = 0, Storage = 1, Stream = 2, Root = 5 };

using ClassId = std::array<std::uint8_t, 16>;

struct Entry {
    Name name;
    EntryType type = EntryType::Unused;
    std::uint32_t left = kNoEntry;
    std::uint32_t right = kNoEntry;
    std::uint32_t child = kNoEntry;
    ClassId classId = {};
    std::uint32_t stateBits = 0;
    std::uint64_t creationTime = 0;
    std::uint64_t modificationTime = 0;
    std::uint32_t start = kEndOfChain;
    std::uint64_t size = 0;
    // Whether the sizes of streams come to more than can be, with this one. It is not read then.
    bool isTooLarge = false;
};

class Directory {
  public:
    Directory(const SectorFile& file, AllocationTable& fat);

    // Throws Error(Problem::Corrupt) where there is no such entry.
    Entry Read(std::uint32_t id);
    // The members of a storage, of whose tree `top` is the uppermost entry, in the order of their names:
    // trees that are sorted wrongly are as good as others. Of two of the same name the second cannot be
    // reached. To be asked for once for each storage: an entry that turns up a second time is damage.
    std::vector<Entry> ReadTree(std::uint32_t top);

    // Follows the directory's sectors to their end.
    void Follow() { static_cast<void>(chain_.Length()); }

  private:
    void Claim(std::uint32_t id);

    const SectorFile& file_;
    Chain chain_;
    std::vector<bool> claimed_;
    // Of ReadTree; kept so that not every storage needs its own.
    std::vector<Entry> found_;
    std::vector<std::uint32_t> ahead_;
    std::vector<std::uint32_t> inOrder_;
};

}  // namespace mapi_msg::compound_file

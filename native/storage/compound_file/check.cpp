#include "storage/compound_file/check.h"

#include <utility>
#include <vector>

#include "storage/compound_file/error.h"
#include "storage/compound_file/layout.h"

namespace mapi_msg::compound_file {

namespace {

// OLE believes the header, sets to work by its counts, and writes where its sectors would be.
void CheckHeader(const SectorFile& file) {
    const Header& header = file.GetHeader();
    const std::uint32_t most = file.SectorCount();
    const auto isOutside = [most](std::uint32_t sector) {
        return sector >= most && sector < kFirstSpecialSector;
    };
    if (header.fatSectorCount > most || header.difatSectorCount > most || header.miniFatSectorCount > most) {
        throw Error(Problem::Corrupt, "the header counts more sectors than the file has");
    }
    if ((header.miniFatSectorCount > 0 && isOutside(header.miniFatStart)) ||
        (header.difatSectorCount > 0 && isOutside(header.difatStart))) {
        throw Error(Problem::Corrupt, "the header names sectors that the file does not have");
    }
}

}  // namespace

void CheckCompoundFile(std::shared_ptr<const ByteSource> source) {
    Layout layout(std::move(source));
    CheckHeader(layout.file);
    // The tops of trees.
    std::vector<std::uint32_t> ahead = {layout.root.child};
    while (!ahead.empty()) {
        const std::uint32_t top = ahead.back();
        ahead.pop_back();
        for (const Entry& entry : layout.directory.ReadTree(top)) {
            if (entry.type == EntryType::Storage) {
                ahead.push_back(entry.child);
            } else if (entry.size > 0) {
                AllocationTable& table = entry.size < kMiniStreamCutoff ? layout.miniFat : layout.fat;
                static_cast<void>(Chain(table, entry.start).Length());
            }
        }
    }
    // The chains that everything else is found by are followed as far as they are used; OLE goes to their
    // ends.
    layout.fatSectors.Follow();
    layout.directory.Follow();
    static_cast<void>(layout.miniStream.Length());
    static_cast<void>(layout.miniFatSectors.Length());
}

}  // namespace mapi_msg::compound_file

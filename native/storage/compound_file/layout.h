// The parts of a compound file that say where everything is.
#pragma once

#include <memory>

#include "storage/compound_file/allocation_table.h"
#include "storage/compound_file/directory.h"
#include "storage/compound_file/sector_file.h"

namespace mapi_msg::compound_file {

// Reads the header and the root storage's entry; the rest when it is asked for.
struct Layout {
    // Throws Error.
    explicit Layout(std::shared_ptr<const ByteSource> source);
    Layout(const Layout&) = delete;
    Layout& operator=(const Layout&) = delete;

    SectorFile file;
    FatSectors fatSectors;
    AllocationTable fat;
    Directory directory;
    Entry root;
    // The sectors of the stream that holds all mini sectors, and of the table that links those.
    Chain miniStream;
    Chain miniFatSectors;
    AllocationTable miniFat;
};

}  // namespace mapi_msg::compound_file

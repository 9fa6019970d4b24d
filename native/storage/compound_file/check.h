// Whether a compound file can be handed to an implementation that trusts it.
#pragma once

#include <memory>

#include "storage/compound_file/byte_source.h"

namespace mapi_msg::compound_file {

// Throws Error for what is no compound file, and for one in which a chain of sectors or a tree of the
// directory runs in a circle or into another, so that following it would never end or read the same bytes
// again and again. Values that are wrong otherwise pass. Time and memory are in proportion to the file's
// tables and directory.
void CheckCompoundFile(std::shared_ptr<const ByteSource> source);

}  // namespace mapi_msg::compound_file

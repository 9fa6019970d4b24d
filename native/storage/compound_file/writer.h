// Writes a tree of storages and streams as a compound file.
#pragma once

#include <cstdint>
#include <span>

#include "storage/compound_file/node.h"

namespace mapi_msg::compound_file {

// Takes the bytes of a file from its beginning to its end. What Write throws goes through.
class ByteSink {
  public:
    virtual ~ByteSink() = default;
    // Before the first call of Write: how many bytes there will be.
    virtual void Expect(std::uint64_t) {}
    virtual void Write(std::span<const std::uint8_t> bytes) = 0;
};

// A file that is too large for version 3 is written in version 4. Throws Error where what the tree reads from
// is damaged.
void WriteCompoundFile(Node& root, Version version, ByteSink& sink);

}  // namespace mapi_msg::compound_file

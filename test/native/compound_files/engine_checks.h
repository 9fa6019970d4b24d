// Checks of the engine itself, without IStorage.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <span>
#include <vector>

#include "storage/compound_file/node.h"
#include "storage/compound_file/writer.h"

namespace mapi_msg {

// How many bytes the program has allocated since it began, whether or not they were freed.
std::uint64_t AllocatedBytes();

// Bytes in memory, of which long runs of zeros cost none. Counts what is read of them.
class SparseBytes final : public compound_file::ByteSink, public compound_file::ByteSource {
  public:
    // Appends.
    void Write(std::span<const std::uint8_t> bytes) override;
    std::uint64_t Size() const override { return size_; }
    std::size_t Read(std::uint64_t offset, std::span<std::uint8_t> target) const override;
    std::uint64_t BytesRead() const { return bytesRead_; }

    using Blocks = std::map<std::uint64_t, std::vector<std::uint8_t>>;
    // By offset. What lies between them is zeros.
    const Blocks& NonZeroBlocks() const { return blocks_; }

  private:
    Blocks blocks_;
    std::uint64_t size_ = 0;
    mutable std::uint64_t bytesRead_ = 0;
};

inline compound_file::Content& AddStream(compound_file::Node& storage, std::u16string_view name) {
    return storage.Add(name, compound_file::NodeType::Stream, {})->WritableContent();
}

inline compound_file::Node& AddStorage(compound_file::Node& storage, std::u16string_view name) {
    return *storage.Add(name, compound_file::NodeType::Storage, {});
}

}  // namespace mapi_msg

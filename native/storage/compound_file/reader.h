// Reads a compound file: what its storages hold, and the bytes of its streams.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "storage/compound_file/layout.h"

namespace mapi_msg::compound_file {

// To be used, with the streams opened from it, by one thread at a time.
class Reader {
  public:
    // Reads no more than the header and the root storage's entry. Throws Error.
    explicit Reader(std::shared_ptr<const ByteSource> source);

    Version GetVersion() const { return layout_.file.SectorSize() == 512 ? Version::V3 : Version::V4; }
    const Entry& Root() const { return layout_.root; }
    // The members of a storage: see Directory.
    std::vector<Entry> ReadTree(std::uint32_t top);

  private:
    friend class FileStream;

    void MarkTooLarge(std::vector<Entry>& entries);

    // Fills `target` from a chain of whole sectors of the file, or of the mini stream.
    void ReadChain(Chain& chain, std::uint64_t offset, std::span<std::uint8_t> target);
    void ReadMiniChain(Chain& chain, std::uint64_t offset, std::span<std::uint8_t> target);

    Layout layout_;
    // How many bytes streams may still claim to have.
    std::uint64_t unclaimed_;
};

// The bytes of a stream in a file.
class FileStream {
  public:
    // `start` is its first sector. Its sectors belong to it alone: with `isClaimed` they were all read before
    // as those of this stream. Throws Error(Problem::Corrupt) where the file is smaller than the stream.
    FileStream(std::shared_ptr<Reader> reader, std::uint32_t start, std::uint64_t size, bool isClaimed);

    std::uint64_t Size() const { return size_; }
    // Fills `target`, which must lie within the stream. Throws Error(Problem::Corrupt) where sectors are
    // missing.
    void Read(std::uint64_t offset, std::span<std::uint8_t> target);

  private:
    bool IsMini() const { return size_ < kMiniStreamCutoff; }

    std::shared_ptr<Reader> reader_;
    std::uint64_t size_;
    Chain chain_;
};

}  // namespace mapi_msg::compound_file

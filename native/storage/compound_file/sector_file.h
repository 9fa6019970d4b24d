// A compound file as its header divides it: into sectors of one size. [MS-CFB] 2.2
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>

#include "storage/compound_file/byte_source.h"

namespace mapi_msg::compound_file {

// Sector numbers from here on have a meaning of their own. [MS-CFB] 2.1
constexpr std::uint32_t kFirstSpecialSector = 0xFFFFFFFA;
constexpr std::uint32_t kDifatSector = 0xFFFFFFFC;
constexpr std::uint32_t kFatSector = 0xFFFFFFFD;
constexpr std::uint32_t kEndOfChain = 0xFFFFFFFE;
constexpr std::uint32_t kFreeSector = 0xFFFFFFFF;

// What the header has to say. [MS-CFB] 2.2
constexpr std::size_t kHeaderSize = 512;
constexpr std::array<std::uint8_t, 8> kSignature = {0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1};
constexpr std::uint16_t kLittleEndian = 0xFFFE;
constexpr std::uint16_t kMiniSectorShift = 6;
constexpr std::size_t kHeaderFatSectors = 109;
constexpr std::uint32_t kMiniSectorSize = 64;
// Smaller streams are kept in mini sectors.
constexpr std::uint32_t kMiniStreamCutoff = 4096;

enum class Version : std::uint16_t {
    V3 = 3,  // 512-byte sectors, up to 2 GB. [MS-CFB] 2.9
    V4 = 4,  // 4096-byte sectors
};

struct Header {
    std::uint16_t majorVersion = 0;
    std::uint32_t sectorShift = 0;
    std::uint32_t fatSectorCount = 0;
    std::uint32_t directoryStart = 0;
    std::uint32_t miniFatStart = 0;
    std::uint32_t miniFatSectorCount = 0;
    std::uint32_t difatStart = 0;
    std::uint32_t difatSectorCount = 0;
    std::array<std::uint32_t, kHeaderFatSectors> fatSectors = {};
};

class SectorFile {
  public:
    // Throws Error where it is no compound file, or has a header that it may not have.
    explicit SectorFile(std::shared_ptr<const ByteSource> source);

    const ByteSource& Source() const { return *source_; }
    const Header& GetHeader() const { return header_; }
    std::uint32_t SectorSize() const { return std::uint32_t{1} << header_.sectorShift; }
    // How many sectors the file has, counting a last one of which a part is missing.
    std::uint32_t SectorCount() const { return sectorCount_; }
    std::uint64_t OffsetOf(std::uint32_t sector) const {
        return (std::uint64_t{sector} + 1) << header_.sectorShift;
    }
    // Fills `target` from a sector on. What the end of the file lacks becomes `filler`.
    void Read(std::uint32_t sector, std::span<std::uint8_t> target, std::uint8_t filler) const;

  private:
    std::shared_ptr<const ByteSource> source_;
    Header header_;
    std::uint32_t sectorCount_ = 0;
};

}  // namespace mapi_msg::compound_file

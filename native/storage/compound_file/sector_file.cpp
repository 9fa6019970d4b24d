#include "storage/compound_file/sector_file.h"

#include <algorithm>

#include "storage/compound_file/error.h"
#include "storage/compound_file/little_endian.h"

namespace mapi_msg::compound_file {
namespace {

// Counts in the header are not trusted, and what is reserved may have any value, as with OLE.
Header ReadHeader(const ByteSource& source) {
    std::array<std::uint8_t, kHeaderSize> bytes = {};
    const std::size_t size = source.Read(0, bytes);
    if (size < kSignature.size() || !std::equal(kSignature.begin(), kSignature.end(), bytes.begin())) {
        throw Error(Problem::NotCompoundFile, "the file does not begin as a compound file");
    }
    if (size < kHeaderSize) throw Error(Problem::InvalidHeader, "the file ends within its header");

    Header header;
    header.majorVersion = Load<std::uint16_t>(&bytes[0x1A]);
    const auto byteOrder = Load<std::uint16_t>(&bytes[0x1C]);
    header.sectorShift = Load<std::uint16_t>(&bytes[0x1E]);
    const auto miniSectorShift = Load<std::uint16_t>(&bytes[0x20]);
    const auto miniStreamCutoff = Load<std::uint32_t>(&bytes[0x38]);
    const bool isKnown = (header.majorVersion == 3 || header.majorVersion == 4) &&
                         (header.sectorShift == 9 || header.sectorShift == 12);
    if (!isKnown || byteOrder != kLittleEndian || miniSectorShift != kMiniSectorShift ||
        miniStreamCutoff != kMiniStreamCutoff) {
        throw Error(Problem::InvalidHeader, "the header is not that of a compound file");
    }
    header.fatSectorCount = Load<std::uint32_t>(&bytes[0x2C]);
    header.directoryStart = Load<std::uint32_t>(&bytes[0x30]);
    header.miniFatStart = Load<std::uint32_t>(&bytes[0x3C]);
    header.miniFatSectorCount = Load<std::uint32_t>(&bytes[0x40]);
    header.difatStart = Load<std::uint32_t>(&bytes[0x44]);
    header.difatSectorCount = Load<std::uint32_t>(&bytes[0x48]);
    for (std::size_t i = 0; i < kHeaderFatSectors; ++i) {
        header.fatSectors[i] = Load<std::uint32_t>(&bytes[0x4C + 4 * i]);
    }
    return header;
}

}  // namespace

SectorFile::SectorFile(std::shared_ptr<const ByteSource> source)
    : source_(std::move(source)), header_(ReadHeader(*source_)) {
    const std::uint64_t size = source_->Size();
    const std::uint64_t sectors = (size + SectorSize() - 1) >> header_.sectorShift;
    // The header takes the place of the first.
    const std::uint64_t count = sectors > 0 ? sectors - 1 : 0;
    sectorCount_ = static_cast<std::uint32_t>(std::min<std::uint64_t>(count, kFirstSpecialSector));
}

void SectorFile::Read(std::uint32_t sector, std::span<std::uint8_t> target, std::uint8_t filler) const {
    const std::size_t size = source_->Read(OffsetOf(sector), target);
    std::fill(target.begin() + static_cast<std::ptrdiff_t>(size), target.end(), filler);
}

}  // namespace mapi_msg::compound_file

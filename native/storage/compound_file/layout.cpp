#include "storage/compound_file/layout.h"

#include <algorithm>

namespace mapi_msg::compound_file {
namespace {

std::uint32_t MiniSectorCount(const SectorFile& file, const Entry& root) {
    const std::uint64_t most = (std::uint64_t{file.SectorCount()} << file.GetHeader().sectorShift);
    const std::uint64_t size = std::min(root.size, most);
    return static_cast<std::uint32_t>(
        std::min<std::uint64_t>((size + kMiniSectorSize - 1) / kMiniSectorSize, kFirstSpecialSector));
}

}  // namespace

Layout::Layout(std::shared_ptr<const ByteSource> source)
    : file(std::move(source)),
      fatSectors(file),
      fat(file, file.SectorCount(), [this](std::uint32_t page) { return fatSectors.At(page); }),
      directory(file, fat),
      root(directory.Read(kRootEntry)),
      miniStream(fat, root.size > 0 ? root.start : kEndOfChain),
      miniFatSectors(fat, root.size > 0 ? file.GetHeader().miniFatStart : kEndOfChain),
      miniFat(file, MiniSectorCount(file, root), [this](std::uint32_t page) {
          const Chain::Run run = miniFatSectors.At(page);
          return run.count > 0 ? run.sector : kFreeSector;
      }) {}

}  // namespace mapi_msg::compound_file

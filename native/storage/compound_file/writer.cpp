#include "storage/compound_file/writer.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cstring>
#include <vector>

#include "storage/compound_file/error.h"
#include "storage/compound_file/file_plan.h"
#include "storage/compound_file/little_endian.h"

namespace mapi_msg::compound_file {
namespace {

constexpr std::size_t kBufferSize = 256 * 1024;
constexpr std::uint8_t kRed = 0;
constexpr std::uint8_t kBlack = 1;

constexpr std::u16string_view kRootName = u"Root Entry";

// Collects small pieces, and leaves the range lock sector free.
class Output {
  public:
    Output(const FilePlan& plan, ByteSink& sink)
        : sink_(sink),
          sectorSize_(plan.SectorSize()),
          gap_(plan.rangeLockSector == kFreeSector
                   ? ~std::uint64_t{0}
                   : (std::uint64_t{plan.rangeLockSector} + 1) * sectorSize_) {
        buffer_.reserve(kBufferSize);
    }

    void Write(std::span<const std::uint8_t> bytes) {
        while (!bytes.empty()) {
            if (position_ == gap_) Append(std::vector<std::uint8_t>(sectorSize_));
            const auto size = static_cast<std::size_t>(
                position_ < gap_ ? std::min<std::uint64_t>(bytes.size(), gap_ - position_) : bytes.size());
            Append(bytes.first(size));
            bytes = bytes.subspan(size);
        }
    }

    void WriteNumber(std::uint32_t number) {
        std::array<std::uint8_t, 4> bytes = {};
        Store(bytes.data(), number);
        Write(bytes);
    }

    // Fills up to a multiple of `unit` bytes.
    void Pad(std::uint32_t unit, std::uint8_t filler) {
        const auto missing = static_cast<std::size_t>((unit - position_ % unit) % unit);
        Write(std::vector<std::uint8_t>(missing, filler));
    }
    void PadSector(std::uint8_t filler = 0) { Pad(sectorSize_, filler); }

    void Flush() {
        if (!buffer_.empty()) sink_.Write(buffer_);
        buffer_.clear();
    }

  private:
    void Append(std::span<const std::uint8_t> bytes) {
        if (buffer_.size() + bytes.size() > kBufferSize) Flush();
        if (bytes.size() > kBufferSize) {
            sink_.Write(bytes);
        } else {
            buffer_.insert(buffer_.end(), bytes.begin(), bytes.end());
        }
        position_ += bytes.size();
    }

    ByteSink& sink_;
    std::uint32_t sectorSize_;
    std::uint64_t gap_;
    std::uint64_t position_ = 0;
    std::vector<std::uint8_t> buffer_;
};

// The sectors of the FAT, in order.
std::vector<std::uint32_t> FatSectorNumbers(const FilePlan& plan) {
    std::vector<std::uint32_t> numbers;
    for (std::uint32_t sector = plan.fatSectors.start; numbers.size() < plan.fatSectors.count; ++sector) {
        if (sector != plan.rangeLockSector) numbers.push_back(sector);
    }
    return numbers;
}

void WriteHeader(const FilePlan& plan, Output& output) {
    constexpr std::uint16_t kMinorVersion = 0x3E;
    std::array<std::uint8_t, kHeaderSize> bytes = {};
    std::copy(kSignature.begin(), kSignature.end(), bytes.begin());
    Store<std::uint16_t>(&bytes[0x18], kMinorVersion);
    Store<std::uint16_t>(&bytes[0x1A], static_cast<std::uint16_t>(plan.version));
    Store<std::uint16_t>(&bytes[0x1C], kLittleEndian);
    Store<std::uint16_t>(&bytes[0x1E], static_cast<std::uint16_t>(std::countr_zero(plan.SectorSize())));
    Store<std::uint16_t>(&bytes[0x20], kMiniSectorShift);
    Store<std::uint32_t>(&bytes[0x28], plan.version == Version::V3 ? 0 : plan.directory.count);
    Store<std::uint32_t>(&bytes[0x2C], plan.fatSectors.count);
    Store<std::uint32_t>(&bytes[0x30], plan.directory.start);
    Store<std::uint32_t>(&bytes[0x38], kMiniStreamCutoff);
    Store<std::uint32_t>(&bytes[0x3C], plan.miniFatSectors.start);
    Store<std::uint32_t>(&bytes[0x40], plan.miniFatSectors.count);
    Store<std::uint32_t>(&bytes[0x44], plan.difatSectors.start);
    Store<std::uint32_t>(&bytes[0x48], plan.difatSectors.count);
    const std::vector<std::uint32_t> fatSectors = FatSectorNumbers(plan);
    for (std::size_t i = 0; i < kHeaderFatSectors; ++i) {
        Store<std::uint32_t>(&bytes[0x4C + 4 * i], i < fatSectors.size() ? fatSectors[i] : kFreeSector);
    }
    output.Write(bytes);
    output.PadSector();
}

// Each sector ends with the number of the next one.
void WriteDifat(const FilePlan& plan, Output& output) {
    const std::vector<std::uint32_t> fatSectors = FatSectorNumbers(plan);
    const std::size_t perSector = plan.SectorSize() / 4 - 1;
    std::size_t next = kHeaderFatSectors;
    for (std::uint32_t sector = 0; sector < plan.difatSectors.count; ++sector) {
        for (std::size_t i = 0; i < perSector; ++i, ++next) {
            output.WriteNumber(next < fatSectors.size() ? fatSectors[next] : kFreeSector);
        }
        const bool isLast = sector + 1 == plan.difatSectors.count;
        output.WriteNumber(isLast ? kEndOfChain : plan.difatSectors.start + sector + 1);
    }
}

void WriteTable(const std::vector<std::uint32_t>& table, Output& output) {
    for (const std::uint32_t number : table) output.WriteNumber(number);
    output.PadSector(0xFF);
}

void WriteEntry(const PlannedEntry& entry, bool isRoot, Output& output) {
    std::array<std::uint8_t, kEntrySize> bytes = {};
    const std::u16string_view name = isRoot ? kRootName : entry.node->Name();
    for (std::size_t i = 0; i < name.size(); ++i) Store<char16_t>(&bytes[2 * i], name[i]);
    Store<std::uint16_t>(&bytes[0x40], static_cast<std::uint16_t>(2 * (name.size() + 1)));
    const EntryType type = isRoot             ? EntryType::Root
                           : entry.IsStream() ? EntryType::Stream
                                              : EntryType::Storage;
    bytes[0x42] = static_cast<std::uint8_t>(type);
    bytes[0x43] = entry.isRed ? kRed : kBlack;
    Store<std::uint32_t>(&bytes[0x44], entry.left);
    Store<std::uint32_t>(&bytes[0x48], entry.right);
    Store<std::uint32_t>(&bytes[0x4C], entry.child);
    const Attributes& attributes = entry.node->GetAttributes();
    std::copy(attributes.classId.begin(), attributes.classId.end(), &bytes[0x50]);
    Store<std::uint32_t>(&bytes[0x60], attributes.stateBits);
    Store<std::uint64_t>(&bytes[0x64], attributes.creationTime);
    Store<std::uint64_t>(&bytes[0x6C], attributes.modificationTime);
    Store<std::uint32_t>(&bytes[0x74], type == EntryType::Storage ? 0 : entry.start);
    Store<std::uint64_t>(&bytes[0x78], entry.size);
    output.Write(bytes);
}

void WriteDirectory(const FilePlan& plan, Output& output) {
    for (std::size_t i = 0; i < plan.entries.size(); ++i) WriteEntry(plan.entries[i], i == 0, output);
    std::array<std::uint8_t, kEntrySize> unused = {};
    std::fill_n(&unused[0x44], 12, std::uint8_t{0xFF});
    const std::size_t perSector = plan.SectorSize() / kEntrySize;
    for (std::size_t i = plan.entries.size(); i % perSector != 0; ++i) output.Write(unused);
}

void WriteStream(Node& node, std::uint64_t size, Output& output) {
    const Content& content = node.GetContent();
    std::vector<std::uint8_t> buffer(static_cast<std::size_t>(std::min<std::uint64_t>(size, kBufferSize)));
    std::uint64_t done = 0;
    while (done < size) {
        const std::size_t read = content.Read(done, buffer);
        if (read == 0) throw Error(Problem::Corrupt, "a stream is shorter than its size");
        output.Write(std::span(buffer).first(read));
        done += read;
    }
}

}  // namespace

void WriteCompoundFile(Node& root, Version version, ByteSink& sink) {
    const FilePlan plan(root, version);
    // The header takes up one.
    sink.Expect((std::uint64_t{plan.sectorCount} + 1) * plan.SectorSize());
    Output output(plan, sink);
    WriteHeader(plan, output);
    WriteDifat(plan, output);
    WriteTable(plan.fat, output);
    WriteDirectory(plan, output);
    WriteTable(plan.miniFat, output);
    for (const PlannedEntry& entry : plan.entries) {
        if (!entry.IsMini()) continue;
        WriteStream(*entry.node, entry.size, output);
        output.Pad(kMiniSectorSize, 0);
    }
    output.PadSector();
    for (const PlannedEntry& entry : plan.entries) {
        if (!entry.IsStream() || entry.IsMini()) continue;
        WriteStream(*entry.node, entry.size, output);
        output.PadSector();
    }
    output.Flush();
}

}  // namespace mapi_msg::compound_file

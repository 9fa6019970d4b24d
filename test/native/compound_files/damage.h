// A compound file whose bytes are changed, to make of it what no writer writes.
#pragma once

#include <cstdint>
#include <string_view>

#include "compound_files/checks.h"
#include "compound_files/engine_checks.h"

namespace mapi_msg {

// Of version 3, with everything in a row, as the engine writes it.
class DamagedFile {
  public:
    explicit DamagedFile(compound_file::Node& root);

    const Bytes& Content() const { return bytes_; }

    std::uint32_t Get(std::size_t offset) const;
    void Set(std::size_t offset, std::uint32_t number);

    // What follows a sector, or a mini sector.
    void SetNext(std::uint32_t sector, std::uint32_t next) { Set(FatOffset(sector), next); }
    void SetNextMini(std::uint32_t sector, std::uint32_t next);

    // The number of a storage's or stream's entry in the directory.
    std::uint32_t Find(std::u16string_view name) const;
    std::size_t EntryOffset(std::uint32_t entry) const;
    // A field of an entry.
    std::uint32_t GetField(std::u16string_view name, std::size_t field) const {
        return Get(EntryOffset(Find(name)) + field);
    }
    void SetField(std::u16string_view name, std::size_t field, std::uint32_t number) {
        Set(EntryOffset(Find(name)) + field, number);
    }

  private:
    std::size_t FatOffset(std::uint32_t sector) const;

    Bytes bytes_;
};

// [MS-CFB] 2.2
constexpr std::size_t kFatSectorCountField = 0x2C;
constexpr std::size_t kDirectoryStartField = 0x30;
constexpr std::size_t kMiniFatStartField = 0x3C;
constexpr std::size_t kMiniFatSectorCountField = 0x40;
constexpr std::size_t kDifatStartField = 0x44;
constexpr std::size_t kDifatSectorCountField = 0x48;
constexpr std::size_t kFatSectorsField = 0x4C;

// [MS-CFB] 2.6.1
constexpr std::size_t kLeftField = 0x44;
constexpr std::size_t kRightField = 0x48;
constexpr std::size_t kChildField = 0x4C;
constexpr std::size_t kStartField = 0x74;
constexpr std::size_t kSizeField = 0x78;

constexpr std::size_t kSectorSize = 512;
constexpr std::size_t OffsetOfSector(std::uint32_t sector) { return (std::size_t{sector} + 1) * kSectorSize; }

}  // namespace mapi_msg

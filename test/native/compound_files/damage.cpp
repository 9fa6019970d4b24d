#include "compound_files/damage.h"

#include "storage/compound_file/little_endian.h"

namespace mapi_msg {

using compound_file::kEntrySize;

DamagedFile::DamagedFile(compound_file::Node& root) {
    SparseBytes written;
    WriteCompoundFile(root, compound_file::Version::V3, written);
    bytes_.resize(static_cast<std::size_t>(written.Size()));
    CHECK(written.Read(0, bytes_) == bytes_.size());
}

std::uint32_t DamagedFile::Get(std::size_t offset) const {
    return compound_file::Load<std::uint32_t>(&bytes_.at(offset));
}

void DamagedFile::Set(std::size_t offset, std::uint32_t number) {
    compound_file::Store(&bytes_.at(offset), number);
}

void DamagedFile::SetNextMini(std::uint32_t sector, std::uint32_t next) {
    Set(OffsetOfSector(Get(kMiniFatStartField)) + 4 * std::size_t{sector}, next);
}

std::size_t DamagedFile::FatOffset(std::uint32_t sector) const {
    return OffsetOfSector(Get(kFatSectorsField)) + 4 * std::size_t{sector};
}

std::size_t DamagedFile::EntryOffset(std::uint32_t entry) const {
    return OffsetOfSector(Get(kDirectoryStartField)) + std::size_t{entry} * kEntrySize;
}

std::uint32_t DamagedFile::Find(std::u16string_view name) const {
    for (std::uint32_t entry = 0;; ++entry) {
        const std::size_t offset = EntryOffset(entry);
        CHECK(offset + kEntrySize <= bytes_.size());
        bool isSame = true;
        for (std::size_t i = 0; i < name.size(); ++i) {
            isSame = isSame && compound_file::Load<char16_t>(&bytes_[offset + 2 * i]) == name[i];
        }
        if (isSame && compound_file::Load<char16_t>(&bytes_[offset + 2 * name.size()]) == 0) return entry;
    }
}

}  // namespace mapi_msg

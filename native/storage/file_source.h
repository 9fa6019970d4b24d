// A file as the source of a compound file's bytes.
#pragma once

#include <windows.h>

#include <array>
#include <memory>
#include <string>
#include <vector>

#include "storage/compound_file/byte_source.h"
#include "storage/file_mode.h"

namespace mapi_msg {

struct FileCloser {
    using pointer = HANDLE;
    void operator()(HANDLE file) const { ::CloseHandle(file); }
};
using UniqueFile = std::unique_ptr<HANDLE, FileCloser>;

// As CreateFile, with `disposition` and `flags` of its kind. Results are those of FileSource::Open.
HRESULT OpenFileHandle(const std::wstring& path, const FileMode& mode, DWORD disposition, UniqueFile* file,
                       DWORD flags = FILE_ATTRIBUTE_NORMAL);

// To be used by one thread at a time.
class FileSource final : public compound_file::ByteSource {
  public:
    // The result is STG_E_FILENOTFOUND, STG_E_PATHNOTFOUND, STG_E_SHAREVIOLATION and the like;
    // STG_E_ACCESSDENIED for a folder.
    static HRESULT Open(const std::wstring& path, const FileMode& mode, std::shared_ptr<FileSource>* source);
    // Throws StorageFailure: with STG_E_INVALIDNAME for a device.
    explicit FileSource(UniqueFile file);

    std::uint64_t Size() const override { return size_; }
    std::size_t Read(std::uint64_t offset, std::span<std::uint8_t> target) const override;

    // Lets the file go, for a while. What is read meanwhile, if it is not in memory, is a read fault.
    void Close() { file_.reset(); }
    void Reopen(UniqueFile file) { file_ = std::move(file); }

    // The full path without symbolic links; `path` where the file system does not tell.
    std::wstring FinalPath(const std::wstring& path) const;

  private:
    struct Block {
        std::uint64_t number = ~std::uint64_t{0};
        std::vector<std::uint8_t> bytes;
    };

    const Block& FindBlock(std::uint64_t number) const;
    std::size_t ReadFromFile(std::uint64_t offset, std::span<std::uint8_t> target) const;

    // Of large files the blocks that were read last are kept, since the tables and the directory are read in
    // small pieces, near each other.
    static constexpr std::size_t kBlockSize = 16 * 1024;
    static constexpr std::size_t kBlockCount = 32;

    UniqueFile file_;
    std::uint64_t size_ = 0;
    // Of small files.
    std::vector<std::uint8_t> whole_;
    mutable std::array<Block, kBlockCount> blocks_;
};

}  // namespace mapi_msg

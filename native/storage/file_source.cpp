#include "storage/file_source.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <vector>

#include "storage/compound_file/error.h"

namespace mapi_msg {
namespace {

using compound_file::Error;
using compound_file::Problem;

// Small files are read in one go, of others the blocks that were read last are kept: the tables and the
// directory are read in small pieces, near each other.
constexpr std::uint64_t kSmallFile = 512 * 1024;
constexpr std::size_t kBlockSize = 16 * 1024;
constexpr std::size_t kBlockCount = 32;

// To be used by one thread at a time.
class FileSource final : public compound_file::ByteSource {
  public:
    FileSource(UniqueFile file, std::uint64_t size) : file_(std::move(file)), size_(size) {
        if (size_ > kSmallFile) return;
        whole_.resize(static_cast<std::size_t>(size_));
        whole_.resize(ReadFromFile(0, whole_));
    }

    std::uint64_t Size() const override { return size_; }

    std::size_t Read(std::uint64_t offset, std::span<std::uint8_t> target) const override {
        if (size_ <= kSmallFile) return compound_file::SpanSource(whole_).Read(offset, target);
        if (target.size() >= kBlockSize) return ReadFromFile(offset, target);
        std::size_t done = 0;
        while (done < target.size()) {
            const std::uint64_t at = offset + done;
            const Block& block = FindBlock(at / kBlockSize);
            const std::size_t start = static_cast<std::size_t>(at % kBlockSize);
            if (start >= block.bytes.size()) break;
            const std::size_t size = std::min(block.bytes.size() - start, target.size() - done);
            std::memcpy(target.data() + done, block.bytes.data() + start, size);
            done += size;
        }
        return done;
    }

  private:
    struct Block {
        std::uint64_t number = ~std::uint64_t{0};
        std::vector<std::uint8_t> bytes;
    };

    const Block& FindBlock(std::uint64_t number) const {
        Block& block = blocks_[number % kBlockCount];
        if (block.number != number) {
            block.number = ~std::uint64_t{0};
            block.bytes.resize(kBlockSize);
            block.bytes.resize(ReadFromFile(number * kBlockSize, block.bytes));
            block.number = number;
        }
        return block;
    }

    std::size_t ReadFromFile(std::uint64_t offset, std::span<std::uint8_t> target) const {
        constexpr std::size_t kMost = std::size_t{1} << 30;
        std::size_t done = 0;
        while (done < target.size()) {
            const std::uint64_t at = offset + done;
            OVERLAPPED position = {};
            position.Offset = static_cast<DWORD>(at);
            position.OffsetHigh = static_cast<DWORD>(at >> 32);
            const auto size = static_cast<DWORD>(std::min(target.size() - done, kMost));
            DWORD read = 0;
            if (!::ReadFile(file_.get(), target.data() + done, size, &read, &position)) {
                if (::GetLastError() == ERROR_HANDLE_EOF) break;
                throw Error(Problem::ReadFault, "the file cannot be read");
            }
            if (read == 0) break;
            done += read;
        }
        return done;
    }

    UniqueFile file_;
    std::uint64_t size_;
    std::vector<std::uint8_t> whole_;
    mutable std::array<Block, kBlockCount> blocks_;
};

}  // namespace

HRESULT OpenFileSource(const std::wstring& path, const FileMode& mode,
                       std::shared_ptr<const compound_file::ByteSource>* source) {
    const DWORD access = GENERIC_READ | (mode.writable ? GENERIC_WRITE : 0);
    const HANDLE handle = ::CreateFileW(LongPath(path).c_str(), access, FileShareBits(mode.sharing), nullptr,
                                        OPEN_EXISTING, FILE_ATTRIBUTE_NORMAL, nullptr);
    if (handle == INVALID_HANDLE_VALUE) return StorageResult(::GetLastError());
    UniqueFile file(handle);
    LARGE_INTEGER size = {};
    if (!::GetFileSizeEx(file.get(), &size)) return StorageResult(::GetLastError());
    *source = std::make_shared<FileSource>(std::move(file), static_cast<std::uint64_t>(size.QuadPart));
    return S_OK;
}

}  // namespace mapi_msg

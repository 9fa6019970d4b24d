#include "storage/file_source.h"

#include <algorithm>
#include <cstring>

#include "storage/compound_file/error.h"
#include "storage/storage_result.h"

namespace mapi_msg {
namespace {

using compound_file::Error;
using compound_file::Problem;

// Read in one go.
constexpr std::uint64_t kSmallFile = 512 * 1024;

}  // namespace

HRESULT OpenFileHandle(const std::wstring& path, const FileMode& mode, DWORD disposition, UniqueFile* file,
                       DWORD flags) {
    const DWORD access = GENERIC_READ | (mode.writable ? GENERIC_WRITE : 0);
    const HANDLE handle = ::CreateFileW(LongPath(path).c_str(), access, FileShareBits(mode.sharing), nullptr,
                                        disposition, flags, nullptr);
    if (handle == INVALID_HANDLE_VALUE) {
        const DWORD error = ::GetLastError();
        // That is said of CON where there is no console.
        return error == ERROR_INVALID_HANDLE ? STG_E_INVALIDNAME : StorageResult(error);
    }
    file->reset(handle);
    return S_OK;
}

HRESULT FileSource::Open(const std::wstring& path, const FileMode& mode,
                         std::shared_ptr<FileSource>* source) {
    UniqueFile file;
    const HRESULT result = OpenFileHandle(path, mode, OPEN_EXISTING, &file);
    if (SUCCEEDED(result)) *source = std::make_shared<FileSource>(std::move(file));
    return result;
}

FileSource::FileSource(UniqueFile file) : file_(std::move(file)) {
    LARGE_INTEGER size = {};
    const DWORD error = ::GetFileSizeEx(file_.get(), &size) ? ERROR_SUCCESS : ::GetLastError();
    // Names such as NUL are those of devices, which have no size: to ask all files for their type takes long.
    const bool mayBeDevice = size.QuadPart == 0;
    if (mayBeDevice && ::GetFileType(file_.get()) != FILE_TYPE_DISK) throw StorageFailure{STG_E_INVALIDNAME};
    if (error != ERROR_SUCCESS) throw StorageFailure{StorageResult(error)};
    size_ = static_cast<std::uint64_t>(size.QuadPart);
    if (size_ > kSmallFile) return;
    whole_.resize(static_cast<std::size_t>(size_));
    whole_.resize(ReadFromFile(0, whole_));
}

std::size_t FileSource::Read(std::uint64_t offset, std::span<std::uint8_t> target) const {
    if (size_ <= kSmallFile) return compound_file::SpanSource(whole_).Read(offset, target);
    if (target.size() >= kBlockSize) return ReadFromFile(offset, target);
    std::size_t done = 0;
    while (done < target.size()) {
        const std::uint64_t at = offset + done;
        const Block& block = FindBlock(at / kBlockSize);
        const auto start = static_cast<std::size_t>(at % kBlockSize);
        if (start >= block.bytes.size()) break;
        const std::size_t size = std::min(block.bytes.size() - start, target.size() - done);
        std::memcpy(target.data() + done, block.bytes.data() + start, size);
        done += size;
    }
    return done;
}

const FileSource::Block& FileSource::FindBlock(std::uint64_t number) const {
    Block& block = blocks_[number % kBlockCount];
    if (block.number != number) {
        block.number = ~std::uint64_t{0};
        block.bytes.resize(kBlockSize);
        block.bytes.resize(ReadFromFile(number * kBlockSize, block.bytes));
        block.number = number;
    }
    return block;
}

std::size_t FileSource::ReadFromFile(std::uint64_t offset, std::span<std::uint8_t> target) const {
    constexpr std::size_t kMost = std::size_t{1} << 30;
    // A position given with each read costs Wine a call to its server.
    LARGE_INTEGER position = {};
    position.QuadPart = static_cast<LONGLONG>(offset);
    if (!::SetFilePointerEx(file_.get(), position, nullptr, FILE_BEGIN)) {
        throw Error(Problem::ReadFault, "the file cannot be read");
    }
    std::size_t done = 0;
    while (done < target.size()) {
        const auto size = static_cast<DWORD>(std::min(target.size() - done, kMost));
        DWORD read = 0;
        if (!::ReadFile(file_.get(), target.data() + done, size, &read, nullptr)) {
            throw Error(Problem::ReadFault, "the file cannot be read");
        }
        if (read == 0) break;
        done += read;
    }
    return done;
}

std::wstring FileSource::FinalPath(const std::wstring& path) const {
    // Most fit, and to ask for the size first would be asking twice.
    std::wstring found(MAX_PATH, L'\0');
    for (;;) {
        const auto room = static_cast<DWORD>(found.size());
        // Without the null where it fits, with it where it does not.
        const DWORD size = ::GetFinalPathNameByHandleW(file_.get(), found.data(), room, FILE_NAME_NORMALIZED);
        found.resize(size);
        if (size == 0) return path;
        if (size < room) return found;
    }
}

}  // namespace mapi_msg

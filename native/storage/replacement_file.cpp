#include "storage/replacement_file.h"

#include <algorithm>
#include <cstring>
#include <vector>

#include "storage/storage_result.h"

namespace mapi_msg {
namespace {

// More than one is needed only where several processes replace the same file at once.
constexpr unsigned kMostNames = 1000;

// A file that is just being deleted denies access as a folder does in which nobody may write.
constexpr unsigned kMostDenials = 3;

// A name may be as long as a name can be; then there is room behind the beginning of it only. That other
// files may begin like that does no harm: which name is free is tried.
constexpr std::size_t kLongestBeginning = 80;

std::wstring NameOf(const std::wstring& target, unsigned number) {
    const std::size_t name = target.find_last_of(L"\\/") + 1;
    std::size_t end = std::min(target.size(), name + kLongestBeginning);
    if (end < target.size() && IS_LOW_SURROGATE(target[end])) --end;
    return target.substr(0, end) + L".mapi-msg-" + std::to_wstring(number) + L".tmp";
}

// Fails if there is none, or somebody has it open.
HRESULT DeleteUnused(const std::wstring& path) {
    const HANDLE file = ::CreateFileW(path.c_str(), DELETE, 0, nullptr, OPEN_EXISTING,
                                      FILE_FLAG_DELETE_ON_CLOSE | FILE_FLAG_OPEN_REPARSE_POINT, nullptr);
    if (file == INVALID_HANDLE_VALUE) return StorageResult(::GetLastError());
    ::CloseHandle(file);
    return S_OK;
}

// By its handle, which spares opening it once more, as MoveFileEx does.
HRESULT RenameFile(HANDLE file, const std::wstring& name) {
    const std::size_t size = name.size() * sizeof(wchar_t);
    std::vector<std::uint64_t> memory((sizeof(FILE_RENAME_INFO) + size) / sizeof(std::uint64_t) + 1);
    auto* info = reinterpret_cast<FILE_RENAME_INFO*>(memory.data());
    info->ReplaceIfExists = TRUE;
    info->FileNameLength = static_cast<DWORD>(size);
    std::memcpy(info->FileName, name.c_str(), size);
    const auto bytes = static_cast<DWORD>(memory.size() * sizeof(std::uint64_t));
    if (::SetFileInformationByHandle(file, FileRenameInfo, info, bytes)) return S_OK;
    return StorageResult(::GetLastError());
}

}  // namespace

ReplacementFile::ReplacementFile(const std::wstring& target, Sharing sharing) : target_(target) {
    HRESULT result = S_OK;
    unsigned denials = 0;
    while (++number_ <= kMostNames) {
        path_ = NameOf(target, number_);
        result = Create(sharing);
        if (result == STG_E_FILEALREADYEXISTS) {
            // One that nobody has open was left behind by a process that was killed. One that is not there
            // any more was moved to its target in the meantime.
            result = DeleteUnused(path_);
            if (SUCCEEDED(result) || result == STG_E_FILENOTFOUND) result = Create(sharing);
        }
        if (SUCCEEDED(result)) return;
        const bool isTaken = result == STG_E_FILEALREADYEXISTS || result == STG_E_SHAREVIOLATION ||
                             (result == STG_E_ACCESSDENIED && ++denials < kMostDenials);
        if (!isTaken) break;
    }
    throw StorageFailure{result};
}

// Always a new file: in a folder that others may write to, what has the name already may be theirs, or a link
// to something else.
HRESULT ReplacementFile::Create(Sharing sharing) {
    const HANDLE file =
        ::CreateFileW(path_.c_str(), GENERIC_READ | GENERIC_WRITE | DELETE, FileShareBits(sharing), nullptr,
                      CREATE_NEW, FILE_ATTRIBUTE_NORMAL | FILE_FLAG_OPEN_REPARSE_POINT, nullptr);
    if (file == INVALID_HANDLE_VALUE) return StorageResult(::GetLastError());
    file_.reset(file);
    return S_OK;
}

ReplacementFile::~ReplacementFile() {
    if (path_.empty()) return;
    file_.reset();
    ::DeleteFileW(path_.c_str());
}

void ReplacementFile::Write(std::span<const std::uint8_t> bytes) {
    constexpr std::size_t kMost = std::size_t{1} << 30;
    while (!bytes.empty()) {
        DWORD written = 0;
        const auto size = static_cast<DWORD>(std::min(bytes.size(), kMost));
        if (!::WriteFile(file_.get(), bytes.data(), size, &written, nullptr)) {
            throw StorageFailure{StorageResult(::GetLastError())};
        }
        if (written == 0) throw StorageFailure{STG_E_MEDIUMFULL};
        bytes = bytes.subspan(written);
    }
}

void ReplacementFile::Finish() {
    if (!::FlushFileBuffers(file_.get())) throw StorageFailure{StorageResult(::GetLastError())};
}

HRESULT ReplacementFile::MoveToTarget() {
    if (const HRESULT result = RenameFile(file_.get(), target_); FAILED(result)) return result;
    path_.clear();
    // What was left behind while this one's name was taken.
    for (unsigned next = number_ + 1; SUCCEEDED(DeleteUnused(NameOf(target_, next)));) ++next;
    return S_OK;
}

}  // namespace mapi_msg

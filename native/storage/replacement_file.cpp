#include "storage/replacement_file.h"

#include <algorithm>
#include <atomic>

#include "storage/storage_result.h"

namespace mapi_msg {
namespace {

std::atomic<unsigned> g_count = 0;

std::wstring NextName(const std::wstring& target) {
    return target + L"." + std::to_wstring(::GetCurrentProcessId()) + L"-" + std::to_wstring(++g_count) +
           L".tmp";
}

}  // namespace

ReplacementFile::ReplacementFile(const std::wstring& target) {
    HRESULT result = S_OK;
    // One of the same name was left behind by a process that was killed.
    do {
        path_ = NextName(target);
        result = OpenFileHandle(path_, {true, Sharing::Exclusive}, CREATE_NEW, &file_);
    } while (result == STG_E_FILEALREADYEXISTS);
    ThrowIfFailed(result);
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
    file_.reset();
}

HRESULT ReplacementFile::MoveTo(const std::wstring& target) {
    constexpr DWORD kFlags = MOVEFILE_REPLACE_EXISTING | MOVEFILE_WRITE_THROUGH;
    if (!::MoveFileExW(path_.c_str(), target.c_str(), kFlags)) return StorageResult(::GetLastError());
    path_.clear();
    return S_OK;
}

}  // namespace mapi_msg

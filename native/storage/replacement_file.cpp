#include "storage/replacement_file.h"

#include <algorithm>
#include <atomic>
#include <string_view>

#include "storage/storage_result.h"

namespace mapi_msg {
namespace {

constexpr wchar_t kSuffix[] = L".tmp";

std::atomic<unsigned> g_count = 0;

// <target>.<process>-<number>.tmp
std::wstring NextName(const std::wstring& target) {
    return target + L"." + std::to_wstring(::GetCurrentProcessId()) + L"-" + std::to_wstring(++g_count) +
           kSuffix;
}

bool IsNumber(std::wstring_view text) {
    return !text.empty() && std::ranges::all_of(text, [](wchar_t c) { return c >= L'0' && c <= L'9'; });
}

// Whether NextName makes such names of the target's name.
bool IsReplacementName(std::wstring_view name, std::wstring_view targetName) {
    if (!name.starts_with(targetName) || !name.ends_with(kSuffix)) return false;
    name.remove_prefix(targetName.size());
    name.remove_suffix(std::size(kSuffix) - 1);
    const std::size_t dash = name.find(L'-');
    return name.starts_with(L'.') && dash != name.npos && IsNumber(name.substr(1, dash - 1)) &&
           IsNumber(name.substr(dash + 1));
}

// Unless anybody has it open.
void DeleteUnused(const std::wstring& path) {
    const HANDLE file = ::CreateFileW(path.c_str(), DELETE, 0, nullptr, OPEN_EXISTING,
                                      FILE_FLAG_DELETE_ON_CLOSE | FILE_FLAG_OPEN_REPARSE_POINT, nullptr);
    if (file != INVALID_HANDLE_VALUE) ::CloseHandle(file);
}

}  // namespace

ReplacementFile::ReplacementFile(const std::wstring& target) {
    while (true) {
        path_ = NextName(target);
        // It is moved while it is open.
        const HANDLE file = ::CreateFileW(path_.c_str(), GENERIC_WRITE, FILE_SHARE_DELETE, nullptr,
                                          CREATE_NEW, FILE_ATTRIBUTE_NORMAL, nullptr);
        if (file != INVALID_HANDLE_VALUE) {
            file_.reset(file);
            return;
        }
        // One of the same name was left behind by a process that was killed.
        const HRESULT result = StorageResult(::GetLastError());
        if (result != STG_E_FILEALREADYEXISTS) throw StorageFailure{result};
    }
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

HRESULT ReplacementFile::MoveTo(const std::wstring& target) {
    constexpr DWORD kFlags = MOVEFILE_REPLACE_EXISTING | MOVEFILE_WRITE_THROUGH;
    if (!::MoveFileExW(path_.c_str(), target.c_str(), kFlags)) return StorageResult(::GetLastError());
    path_.clear();
    file_.reset();
    return S_OK;
}

void RemoveLeftovers(const std::wstring& target) {
    const std::size_t nameStart = target.find_last_of(L"\\/") + 1;
    const std::wstring folder = target.substr(0, nameStart);
    WIN32_FIND_DATAW found = {};
    const HANDLE search = ::FindFirstFileExW((target + L".*" + kSuffix).c_str(), FindExInfoBasic, &found,
                                             FindExSearchNameMatch, nullptr, 0);
    if (search == INVALID_HANDLE_VALUE) return;
    do {
        if (IsReplacementName(found.cFileName, std::wstring_view(target).substr(nameStart))) {
            DeleteUnused(folder + found.cFileName);
        }
    } while (::FindNextFileW(search, &found));
    ::FindClose(search);
}

}  // namespace mapi_msg

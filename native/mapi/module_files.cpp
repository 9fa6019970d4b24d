#include "mapi/module_files.h"

#include <algorithm>
#include <cwctype>
#include <vector>

namespace mapi_msg {
namespace {

// The folders of PATH, as long as it lives, for LOAD_LIBRARY_SEARCH_USER_DIRS. Relative ones, such as the
// current folder, Windows refuses.
class SearchedFolders {
  public:
    SearchedFolders() {
        std::wstring path(::GetEnvironmentVariableW(L"PATH", nullptr, 0), L'\0');
        path.resize(::GetEnvironmentVariableW(L"PATH", path.data(), static_cast<DWORD>(path.size())));
        for (std::size_t start = 0; start < path.size();) {
            const std::size_t end = std::min(path.find(L';', start), path.size());
            const std::wstring folder = path.substr(start, end - start);
            start = end + 1;
            if (!IsAbsolutePath(folder)) continue;
            if (const auto cookie = ::AddDllDirectory(folder.c_str())) cookies_.push_back(cookie);
        }
    }
    SearchedFolders(const SearchedFolders&) = delete;
    SearchedFolders& operator=(const SearchedFolders&) = delete;
    ~SearchedFolders() {
        for (const auto cookie : cookies_) ::RemoveDllDirectory(cookie);
    }

  private:
    std::vector<DLL_DIRECTORY_COOKIE> cookies_;
};

}  // namespace

std::wstring FileVersion(const std::wstring& path) {
    DWORD unused = 0;
    const DWORD size = ::GetFileVersionInfoSizeW(path.c_str(), &unused);
    if (size == 0) return {};
    std::vector<std::byte> resource(size);
    void* fixed = nullptr;
    UINT length = 0;
    if (!::GetFileVersionInfoW(path.c_str(), 0, size, resource.data()) ||
        !::VerQueryValueW(resource.data(), L"\\", &fixed, &length) || length < sizeof(VS_FIXEDFILEINFO)) {
        return {};
    }
    const auto* info = static_cast<const VS_FIXEDFILEINFO*>(fixed);
    return std::to_wstring(HIWORD(info->dwFileVersionMS)) + L"." +
           std::to_wstring(LOWORD(info->dwFileVersionMS)) + L"." +
           std::to_wstring(HIWORD(info->dwFileVersionLS)) + L"." +
           std::to_wstring(LOWORD(info->dwFileVersionLS));
}

std::wstring ModulePath(HMODULE module) {
    std::wstring path(260, L'\0');
    constexpr std::size_t kLongestPath = 32768;
    while (true) {
        const DWORD length = ::GetModuleFileNameW(module, path.data(), static_cast<DWORD>(path.size()));
        if (length < path.size()) {
            path.resize(length);
            return path;
        }
        if (path.size() >= kLongestPath) return {};
        path.resize(path.size() * 2);
    }
}

HMODULE LoadDll(const std::wstring& path) {
    // https://learn.microsoft.com/windows/win32/dlls/dynamic-link-library-security
    constexpr DWORD kFlags = LOAD_LIBRARY_SEARCH_DLL_LOAD_DIR | LOAD_LIBRARY_SEARCH_SYSTEM32;
    const HMODULE module = ::LoadLibraryExW(path.c_str(), nullptr, kFlags);
    if (module || ::GetLastError() != ERROR_MOD_NOT_FOUND) return module;
    // Some Outlooks find their DLLs by PATH alone (mfcmapi, issue 367).
    const SearchedFolders folders;
    return ::LoadLibraryExW(path.c_str(), nullptr, kFlags | LOAD_LIBRARY_SEARCH_USER_DIRS);
}

bool IsAbsolutePath(const std::wstring& path) {
    const auto isSlash = [](wchar_t c) { return c == L'\\' || c == L'/'; };
    if (path.size() >= 3 && std::iswalpha(path[0]) && path[1] == L':' && isSlash(path[2])) return true;
    return path.size() > 2 && isSlash(path[0]) && isSlash(path[1]);
}

}  // namespace mapi_msg

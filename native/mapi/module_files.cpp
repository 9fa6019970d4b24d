#include "mapi/module_files.h"

#include <cwctype>
#include <vector>

namespace mapi_msg {

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

bool IsAbsolutePath(const std::wstring& path) {
    const auto isSlash = [](wchar_t c) { return c == L'\\' || c == L'/'; };
    if (path.size() >= 3 && std::iswalpha(path[0]) && path[1] == L':' && isSlash(path[2])) return true;
    return path.size() > 2 && isSlash(path[0]) && isSlash(path[1]);
}

}  // namespace mapi_msg

#include "storage/file_mode.h"

#include <objbase.h>

namespace mapi_msg {

// https://learn.microsoft.com/windows/win32/fileio/maximum-file-path-limitation
std::wstring LongPath(const std::wstring& path) {
    constexpr std::size_t kLongestPlainPath = 248;
    if (path.size() < kLongestPlainPath || path.starts_with(L"\\\\?\\")) return path;
    std::wstring full(::GetFullPathNameW(path.c_str(), 0, nullptr, nullptr), L'\0');
    full.resize(::GetFullPathNameW(path.c_str(), static_cast<DWORD>(full.size()), full.data(), nullptr));
    if (full.starts_with(L"\\\\")) return L"\\\\?\\UNC" + full.substr(1);
    return L"\\\\?\\" + full;
}

DWORD ShareBits(Sharing sharing) {
    switch (sharing) {
        case Sharing::Exclusive:
            return STGM_SHARE_EXCLUSIVE;
        case Sharing::DenyWrite:
            return STGM_SHARE_DENY_WRITE;
        case Sharing::DenyNone:
            break;
    }
    return STGM_SHARE_DENY_NONE;
}

DWORD FileShareBits(Sharing sharing) {
    switch (sharing) {
        case Sharing::Exclusive:
            return 0;
        case Sharing::DenyWrite:
            return FILE_SHARE_READ;
        case Sharing::DenyNone:
            break;
    }
    return FILE_SHARE_READ | FILE_SHARE_WRITE;
}

// Up to 0xFF the numbers of STG_E_* are those of the errors of DOS, which Windows kept.
HRESULT StorageResult(DWORD windowsError) {
    switch (windowsError) {
        case ERROR_FILE_NOT_FOUND:
        case ERROR_PATH_NOT_FOUND:
        case ERROR_TOO_MANY_OPEN_FILES:
        case ERROR_ACCESS_DENIED:
        case ERROR_NOT_ENOUGH_MEMORY:
        case ERROR_WRITE_PROTECT:
        case ERROR_WRITE_FAULT:
        case ERROR_READ_FAULT:
        case ERROR_SHARING_VIOLATION:
        case ERROR_LOCK_VIOLATION:
        case ERROR_DISK_FULL:
            return MAKE_HRESULT(SEVERITY_ERROR, FACILITY_STORAGE, windowsError);
        case ERROR_HANDLE_DISK_FULL:
            return STG_E_MEDIUMFULL;
        case ERROR_FILE_EXISTS:
        case ERROR_ALREADY_EXISTS:
            return STG_E_FILEALREADYEXISTS;
        case ERROR_INVALID_NAME:
            return STG_E_INVALIDNAME;
        case ERROR_BAD_NETPATH:
        case ERROR_BAD_NET_NAME:
            return STG_E_PATHNOTFOUND;
        default:
            return HRESULT_FROM_WIN32(windowsError);
    }
}

}  // namespace mapi_msg

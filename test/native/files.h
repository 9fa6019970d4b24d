// What the test programs read: their arguments, and files.
#pragma once

#include <windows.h>

#include <shellapi.h>

#include <algorithm>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "mapi/windows_handle.h"

namespace mapi_msg {

// The program's own name first.
inline std::vector<std::wstring> Arguments() {
    int count = 0;
    LPWSTR* arguments = ::CommandLineToArgvW(::GetCommandLineW(), &count);
    const std::vector<std::wstring> copies(arguments, arguments + count);
    ::LocalFree(arguments);
    return copies;
}

inline std::wstring FromUtf8(std::string_view text) {
    const int size = static_cast<int>(text.size());
    std::wstring wide(::MultiByteToWideChar(CP_UTF8, 0, text.data(), size, nullptr, 0), L'\0');
    ::MultiByteToWideChar(CP_UTF8, 0, text.data(), size, wide.data(), static_cast<int>(wide.size()));
    return wide;
}

inline std::string ToUtf8(std::wstring_view text) {
    const int size = static_cast<int>(text.size());
    std::string utf8(::WideCharToMultiByte(CP_UTF8, 0, text.data(), size, nullptr, 0, nullptr, nullptr),
                     '\0');
    ::WideCharToMultiByte(CP_UTF8, 0, text.data(), size, utf8.data(), static_cast<int>(utf8.size()), nullptr,
                          nullptr);
    return utf8;
}

struct Unreadable {
    std::wstring path;
};

// Reads a file into `buffer`, which only grows, and gives its size. Throws Unreadable.
inline std::size_t ReadFileInto(const std::wstring& path, std::vector<std::uint8_t>& buffer) {
    const UniqueHandle file = OwnFileHandle(::CreateFileW(
        path.c_str(), GENERIC_READ, FILE_SHARE_READ, nullptr, OPEN_EXISTING, FILE_ATTRIBUTE_NORMAL, nullptr));
    LARGE_INTEGER size = {};
    if (!file || !::GetFileSizeEx(file.get(), &size)) throw Unreadable{path};
    const auto total = static_cast<std::size_t>(size.QuadPart);
    if (buffer.size() < total) buffer.resize(total);
    constexpr std::size_t kMost = std::size_t{1} << 30;
    std::size_t done = 0;
    while (done < total) {
        DWORD read = 0;
        const auto wanted = static_cast<DWORD>(std::min(total - done, kMost));
        if (!::ReadFile(file.get(), buffer.data() + done, wanted, &read, nullptr) || read == 0)
            throw Unreadable{path};
        done += read;
    }
    return total;
}

inline std::vector<std::uint8_t> ReadBytes(const std::wstring& path) {
    std::vector<std::uint8_t> bytes;
    bytes.resize(ReadFileInto(path, bytes));
    return bytes;
}

// The paths in a text file, UTF-8, one on each line.
inline std::vector<std::wstring> ReadPaths(const std::wstring& list) {
    const std::vector<std::uint8_t> bytes = ReadBytes(list);
    const std::wstring wide = FromUtf8({reinterpret_cast<const char*>(bytes.data()), bytes.size()});
    std::vector<std::wstring> paths;
    for (std::size_t start = 0; start < wide.size();) {
        const std::size_t end = std::min(wide.find(L'\n', start), wide.size());
        if (end > start) paths.push_back(wide.substr(start, end - start));
        start = end + 1;
    }
    return paths;
}

}  // namespace mapi_msg

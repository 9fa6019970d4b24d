#include "compound_files/files.h"

#include <windows.h>

#include <array>
#include <cstdio>

namespace mapi_msg {

std::wstring FromUtf8(const std::string& text) {
    const int size = static_cast<int>(text.size());
    std::wstring wide(::MultiByteToWideChar(CP_UTF8, 0, text.data(), size, nullptr, 0), L'\0');
    ::MultiByteToWideChar(CP_UTF8, 0, text.data(), size, wide.data(), static_cast<int>(wide.size()));
    return wide;
}

std::string ToUtf8(const std::wstring& text) {
    const int size = static_cast<int>(text.size());
    std::string utf8(::WideCharToMultiByte(CP_UTF8, 0, text.data(), size, nullptr, 0, nullptr, nullptr),
                     '\0');
    ::WideCharToMultiByte(CP_UTF8, 0, text.data(), size, utf8.data(), static_cast<int>(utf8.size()), nullptr,
                          nullptr);
    return utf8;
}

std::vector<std::uint8_t> ReadBytes(const std::wstring& path) {
    std::vector<std::uint8_t> bytes;
    if (FILE* file = ::_wfopen(path.c_str(), L"rb")) {
        std::array<std::uint8_t, 65536> buffer = {};
        while (const std::size_t size = std::fread(buffer.data(), 1, buffer.size(), file)) {
            bytes.insert(bytes.end(), buffer.begin(), buffer.begin() + static_cast<std::ptrdiff_t>(size));
        }
        std::fclose(file);
    }
    return bytes;
}

}  // namespace mapi_msg

// What the programs share that bench/ compares with: the files to read, and timing rounds of work.
#pragma once

#include <windows.h>

#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <string>
#include <vector>

#include "mapi/windows_handle.h"

namespace mapi_msg {

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

// The paths in a text file, UTF-8, one on each line.
inline std::vector<std::wstring> ReadPaths(const std::wstring& list) {
    std::vector<std::uint8_t> bytes;
    bytes.resize(ReadFileInto(list, bytes));
    const auto* text = reinterpret_cast<const char*>(bytes.data());
    const int size = static_cast<int>(bytes.size());
    std::wstring wide(::MultiByteToWideChar(CP_UTF8, 0, text, size, nullptr, 0), L'\0');
    ::MultiByteToWideChar(CP_UTF8, 0, text, size, wide.data(), static_cast<int>(wide.size()));
    std::vector<std::wstring> paths;
    for (std::size_t start = 0; start < wide.size();) {
        const std::size_t end = std::min(wide.find(L'\n', start), wide.size());
        if (end > start) paths.push_back(wide.substr(start, end - start));
        start = end + 1;
    }
    return paths;
}

// Does the work once to warm up, then so often, and prints how many milliseconds each of those rounds took.
template <typename Work>
void TimeRounds(int rounds, Work work) {
    LARGE_INTEGER frequency = {};
    ::QueryPerformanceFrequency(&frequency);
    work();
    for (int i = 0; i < rounds; ++i) {
        LARGE_INTEGER start = {};
        LARGE_INTEGER end = {};
        ::QueryPerformanceCounter(&start);
        work();
        ::QueryPerformanceCounter(&end);
        const double ticks = static_cast<double>(end.QuadPart - start.QuadPart);
        std::printf("round %.4f\n", 1000.0 * ticks / static_cast<double>(frequency.QuadPart));
    }
}

}  // namespace mapi_msg

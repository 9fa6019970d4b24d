// Lists all that compound files hold: `storage_dump ole|native file|bytes LIST OUT`. LIST is a text file with
// a path on each line (UTF-8); what is found goes to OUT, and is the same for each way to open a good file.
#include <windows.h>

#include <shellapi.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <string>
#include <vector>

#include "abi/com_ptr.h"
#include "storage/native_storage.h"
#include "storage/ole_storage.h"

namespace mapi_msg {
namespace {

constexpr DWORD kMode = STGM_READ | STGM_SHARE_EXCLUSIVE;

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

class Crc32 {
  public:
    void Add(const std::uint8_t* bytes, std::size_t size) {
        for (std::size_t i = 0; i < size; ++i) {
            value_ ^= bytes[i];
            for (int bit = 0; bit < 8; ++bit) value_ = (value_ >> 1) ^ ((value_ & 1) ? 0xEDB88320 : 0);
        }
    }
    std::uint32_t Value() const { return ~value_; }

  private:
    std::uint32_t value_ = 0xFFFFFFFF;
};

std::string Hex(unsigned long long number) {
    std::array<char, 32> text = {};
    std::snprintf(text.data(), text.size(), "%llx", number);
    return text.data();
}

std::string Failed(HRESULT result) { return "failed " + Hex(static_cast<ULONG>(result)); }

// The checksum of all bytes, read in pieces that fit no sector; or what went wrong.
std::string ReadStream(IStorage& storage, const wchar_t* name, ULONGLONG size) {
    ComPtr<IStream> stream;
    HRESULT result = storage.OpenStream(name, nullptr, kMode, 0, stream.Put());
    if (FAILED(result)) return Failed(result);
    Crc32 checksum;
    ULONGLONG total = 0;
    std::vector<std::uint8_t> buffer(7001);
    for (;;) {
        ULONG read = 0;
        result = stream->Read(buffer.data(), static_cast<ULONG>(buffer.size()), &read);
        if (FAILED(result)) return Failed(result);
        checksum.Add(buffer.data(), read);
        total += read;
        if (read < buffer.size()) break;
    }
    return total == size ? Hex(checksum.Value()) : "of " + Hex(total) + " bytes";
}

void List(IStorage& storage, const std::wstring& path, std::vector<std::string>* lines) {
    STATSTG own = {};
    HRESULT result = storage.Stat(&own, STATFLAG_NONAME);
    std::array<wchar_t, 40> clsid = {};
    ::StringFromGUID2(own.clsid, clsid.data(), static_cast<int>(clsid.size()));
    lines->push_back(ToUtf8(path) + "/\t" + (FAILED(result) ? Failed(result) : ToUtf8(clsid.data())));
    ComPtr<IEnumSTATSTG> elements;
    result = storage.EnumElements(0, nullptr, 0, elements.Put());
    if (FAILED(result)) {
        lines->back() += "\t" + Failed(result);
        return;
    }
    STATSTG element = {};
    while ((result = elements->Next(1, &element, nullptr)) == S_OK) {
        const std::wstring name = element.pwcsName;
        ::CoTaskMemFree(element.pwcsName);
        const std::wstring full = path + L"/" + name;
        if (element.type == STGTY_STREAM) {
            const ULONGLONG size = element.cbSize.QuadPart;
            lines->push_back(ToUtf8(full) + "\t" + Hex(size) + "\t" +
                             ReadStream(storage, name.c_str(), size));
            continue;
        }
        // Times and state bits are left out: Wine's OLE does not tell them.
        lines->push_back(ToUtf8(full) + "\tstorage");
        ComPtr<IStorage> child;
        result = storage.OpenStorage(name.c_str(), nullptr, kMode, nullptr, 0, child.Put());
        if (FAILED(result)) {
            lines->back() += "\t" + Failed(result);
        } else {
            List(*child, full, lines);
        }
    }
    if (FAILED(result)) lines->push_back(ToUtf8(path) + "/\t" + Failed(result));
}

HRESULT Open(bool isNative, bool asBytes, const std::wstring& path, IStorage** storage) {
    if (asBytes) {
        std::vector<std::uint8_t> bytes = ReadBytes(path);
        return isNative
                   ? OpenNativeMemoryStorage(
                         std::make_shared<const std::vector<std::uint8_t>>(std::move(bytes)), false, storage)
                   : OpenMemoryStorage(bytes, false, storage);
    }
    return isNative ? OpenNativeFileStorage(path, {}, storage) : OpenFileStorage(path, {}, storage);
}

int Run(const std::vector<std::wstring>& arguments) {
    if (arguments.size() != 5) return 2;
    const bool isNative = arguments[1] == L"native";
    const bool asBytes = arguments[2] == L"bytes";
    const std::vector<std::uint8_t> list = ReadBytes(arguments[3]);
    FILE* out = ::_wfopen(arguments[4].c_str(), L"wb");
    if (!out) return 3;
    std::string rest(list.begin(), list.end());
    while (!rest.empty()) {
        const std::size_t end = std::min(rest.find('\n'), rest.size());
        const std::string path = rest.substr(0, end);
        rest.erase(0, end + 1);
        ComPtr<IStorage> storage;
        const HRESULT result = Open(isNative, asBytes, FromUtf8(path), storage.Put());
        std::fprintf(out, "%s\t%s\n", path.c_str(), FAILED(result) ? Failed(result).c_str() : "opened");
        std::vector<std::string> lines;
        if (storage) List(*storage, L"", &lines);
        std::sort(lines.begin(), lines.end());
        for (const std::string& line : lines) std::fprintf(out, "%s\n", line.c_str());
    }
    return std::fclose(out) == 0 ? 0 : 4;
}

}  // namespace
}  // namespace mapi_msg

int main() {
    int count = 0;
    LPWSTR* arguments = ::CommandLineToArgvW(::GetCommandLineW(), &count);
    const std::vector<std::wstring> copies(arguments, arguments + count);
    ::LocalFree(arguments);
    if (FAILED(::CoInitializeEx(nullptr, COINIT_MULTITHREADED))) return 1;
    const int code = mapi_msg::Run(copies);
    ::CoUninitialize();
    return code;
}

#include <algorithm>
#include <array>
#include <cstdio>
#include <string>
#include <vector>

#include "compound_files/checks.h"
#include "compound_files/programs.h"
#include "files.h"
#include "storage/memory_lock_bytes.h"

namespace mapi_msg {
namespace {

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
    HRESULT result = storage.OpenStream(name, nullptr, kRead, 0, stream.Put());
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
        result = storage.OpenStorage(name.c_str(), nullptr, kRead, nullptr, 0, child.Put());
        if (FAILED(result)) {
            lines->back() += "\t" + Failed(result);
        } else {
            List(*child, full, lines);
        }
    }
    if (FAILED(result)) lines->push_back(ToUtf8(path) + "/\t" + Failed(result));
}

HRESULT OpenEither(bool isNative, bool asBytes, const std::wstring& path, IStorage** storage) {
    if (asBytes) {
        const auto bytes = ComPtr<MemoryLockBytes>::Adopt(new MemoryLockBytes(ReadBytes(path)));
        return isNative ? OpenNativeLockBytesStorage(*bytes, false, storage)
                        : OpenLockBytesStorage(*bytes, false, storage);
    }
    return isNative ? OpenNativeFileStorage(path, {}, storage) : OpenFileStorage(path, {}, storage);
}

}  // namespace

int Dump(bool isNative, bool asBytes, const std::wstring& listPath, const std::wstring& outPath) {
    FILE* out = ::_wfopen(outPath.c_str(), L"wb");
    if (!out) return 3;
    for (const std::wstring& path : ReadPaths(listPath)) {
        ComPtr<IStorage> storage;
        const HRESULT result = OpenEither(isNative, asBytes, path, storage.Put());
        std::fprintf(out, "%s\t%s\n", ToUtf8(path).c_str(),
                     FAILED(result) ? Failed(result).c_str() : "opened");
        std::vector<std::string> lines;
        if (storage) List(*storage, L"", &lines);
        std::sort(lines.begin(), lines.end());
        for (const std::string& line : lines) std::fprintf(out, "%s\n", line.c_str());
    }
    return std::fclose(out) == 0 ? 0 : 4;
}

}  // namespace mapi_msg

// Checks, and short ways to use storages.
#pragma once

#include <windows.h>

#include <array>
#include <cstdio>
#include <string>
#include <vector>

#include "abi/com_ptr.h"
#include "storage/native_storage.h"
#include "storage/ole_storage.h"

namespace mapi_msg {

constexpr DWORD kRead = STGM_READ | STGM_SHARE_EXCLUSIVE;
constexpr DWORD kWrite = STGM_READWRITE | STGM_SHARE_EXCLUSIVE;
constexpr FileMode kWritable = {true, Sharing::Exclusive};

struct CheckFailure {
    int line;
    std::string what;
};

inline void Check(bool holds, const char* what, int line) {
    if (!holds) throw CheckFailure{line, what};
}

inline void CheckResult(HRESULT result, HRESULT expected, const char* what, int line) {
    if (result == expected) return;
    std::array<char, 16> text = {};
    std::snprintf(text.data(), text.size(), "%08lx", static_cast<unsigned long>(result));
    throw CheckFailure{line, std::string(what) + " is " + text.data()};
}

#define CHECK(condition) Check((condition), #condition, __LINE__)
#define CHECK_RESULT(call, expected) CheckResult((call), (expected), #call, __LINE__)
#define CHECK_OK(call) CHECK_RESULT(call, S_OK)

using Bytes = std::vector<std::uint8_t>;

// The same for each seed, and unlike for another.
inline Bytes Pattern(std::size_t size, std::uint32_t seed) {
    Bytes bytes(size);
    for (std::uint8_t& byte : bytes) {
        seed = seed * 1664525 + 1013904223;
        byte = static_cast<std::uint8_t>(seed >> 24);
    }
    return bytes;
}

inline ULARGE_INTEGER Large(ULONGLONG number) {
    ULARGE_INTEGER large = {};
    large.QuadPart = number;
    return large;
}

inline void SeekTo(IStream& stream, LONGLONG position) {
    LARGE_INTEGER move = {};
    move.QuadPart = position;
    CHECK_OK(stream.Seek(move, STREAM_SEEK_SET, nullptr));
}

inline void Put(IStorage& storage, const wchar_t* name, const Bytes& bytes) {
    ComPtr<IStream> stream;
    CHECK_OK(storage.CreateStream(name, kWrite | STGM_CREATE, 0, 0, stream.Put()));
    ULONG written = 0;
    CHECK_OK(stream->Write(bytes.data(), static_cast<ULONG>(bytes.size()), &written));
    CHECK(written == bytes.size());
}

inline Bytes Get(IStorage& storage, const wchar_t* name) {
    ComPtr<IStream> stream;
    CHECK_OK(storage.OpenStream(name, nullptr, kRead, 0, stream.Put()));
    STATSTG status = {};
    CHECK_OK(stream->Stat(&status, STATFLAG_NONAME));
    Bytes bytes(static_cast<std::size_t>(status.cbSize.QuadPart));
    ULONG read = 0;
    CHECK_OK(stream->Read(bytes.data(), static_cast<ULONG>(bytes.size()), &read));
    CHECK(read == bytes.size());
    return bytes;
}

inline bool Has(IStorage& storage, const wchar_t* name) {
    ComPtr<IStream> stream;
    const HRESULT result = storage.OpenStream(name, nullptr, kRead, 0, stream.Put());
    CHECK(result == S_OK || result == STG_E_FILENOTFOUND);
    return result == S_OK;
}

inline ComPtr<IStorage> CreateChild(IStorage& storage, const wchar_t* name, DWORD mode = kWrite) {
    ComPtr<IStorage> child;
    CHECK_OK(storage.CreateStorage(name, mode, 0, 0, child.Put()));
    return child;
}

inline ComPtr<IStorage> OpenChild(IStorage& storage, const wchar_t* name, DWORD mode = kWrite) {
    ComPtr<IStorage> child;
    CHECK_OK(storage.OpenStorage(name, nullptr, mode, nullptr, 0, child.Put()));
    return child;
}

inline ComPtr<IStorage> Create(const std::wstring& path,
                               compound_file::Version version = compound_file::Version::V3) {
    ComPtr<IStorage> storage;
    CHECK_OK(CreateNativeFileStorage(path, false, version, storage.Put()));
    return storage;
}

inline ComPtr<IStorage> Open(const std::wstring& path, const FileMode& mode = {}) {
    ComPtr<IStorage> storage;
    CHECK_OK(OpenNativeFileStorage(path, mode, storage.Put()));
    return storage;
}

inline ComPtr<IStorage> OpenByOle(const std::wstring& path, const FileMode& mode = {}) {
    ComPtr<IStorage> storage;
    CHECK_OK(OpenFileStorage(path, mode, storage.Put()));
    return storage;
}

inline bool Exists(const std::wstring& path) {
    return ::GetFileAttributesW(path.c_str()) != INVALID_FILE_ATTRIBUTES;
}

inline void Commit(IStorage& storage) { CHECK_OK(storage.Commit(STGC_DEFAULT)); }

}  // namespace mapi_msg

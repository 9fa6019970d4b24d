// The functions of Windows that the provider and our storages call, as far as fuzzers reach them.
#include <windows.h>
// Behind windows.h:
#include <ole2.h>

#include <sys/random.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <string>

#include "storage/native_storage.h"

namespace {

thread_local DWORD lastError = 0;

bool IsDoubleByte(UINT page) { return page == 932 || page == 936 || page == 949 || page == 950; }

int Answer(const std::wstring& text, WCHAR* target, int room) {
    const int length = static_cast<int>(text.size());
    if (room == 0) return length;
    if (room < length) return 0;
    std::copy(text.begin(), text.end(), target);
    return length;
}

FILE* FileOf(HANDLE handle) { return static_cast<FILE*>(handle); }

off_t OffsetOf(const OVERLAPPED& place) {
    return static_cast<off_t>(static_cast<std::uint64_t>(place.OffsetHigh) << 32 | place.Offset);
}

BOOL Told(ssize_t result, DWORD* done) {
    lastError = result < 0 ? ERROR_DISK_FULL : 0;
    *done = result < 0 ? 0 : static_cast<DWORD>(result);
    return result >= 0;
}

}  // namespace

extern "C" {
const IID IID_IUnknown = {0, 0, 0, {0xC0, 0, 0, 0, 0, 0, 0, 0x46}};
const IID IID_IStorage = {0x0B, 0, 0, {0xC0, 0, 0, 0, 0, 0, 0, 0x46}};
const IID IID_IStream = {0x0C, 0, 0, {0xC0, 0, 0, 0, 0, 0, 0, 0x46}};
const IID IID_IEnumSTATSTG = {0x0D, 0, 0, {0xC0, 0, 0, 0, 0, 0, 0, 0x46}};
const IID IID_ISequentialStream = {0x0C733A30, 0x2A1C, 0x11CE, {0xAD, 0xE5, 0, 0xAA, 0, 0x44, 0x77, 0x3D}};
}

DWORD WINAPI GetLastError() { return lastError; }
void WINAPI SetLastError(DWORD error) { lastError = error; }

void* WINAPI CoTaskMemAlloc(SIZE_T size) { return std::malloc(size); }
void WINAPI CoTaskMemFree(void* memory) { std::free(memory); }

void WINAPI GetSystemTimeAsFileTime(FILETIME* time) { *time = {1, 30'000'000}; }

HRESULT WINAPI CoCreateGuid(GUID* guid) {
    return getrandom(guid, sizeof(*guid), 0) == sizeof(*guid) ? S_OK : E_FAIL;
}
int WINAPI StringFromGUID2(REFGUID, OLECHAR* text, int room) {
    return Answer(std::wstring(38, L'0') + L'\0', text, room);
}

// Code pages: not their characters, but how many bytes make one.
UINT WINAPI GetACP() { return 1252; }
BOOL WINAPI IsValidCodePage(UINT page) {
    return IsDoubleByte(page) || (page >= 1250 && page <= 1258) || page == CP_UTF8 || page == 437;
}
int WINAPI MultiByteToWideChar(UINT page, DWORD flags, const char* text, int size, WCHAR* target, int room) {
    std::wstring wide;
    for (int i = 0; i < size; ++i) {
        const auto byte = static_cast<std::uint8_t>(text[i]);
        const bool isDouble = byte > 0x80 && (IsDoubleByte(page) || page == CP_UTF8);
        if (isDouble && i + 1 == size && (flags & MB_ERR_INVALID_CHARS)) {
            lastError = ERROR_NO_UNICODE_TRANSLATION;
            return 0;
        }
        const auto next = static_cast<std::uint8_t>(isDouble && i + 1 < size ? text[++i] : 0);
        wide += static_cast<WCHAR>(isDouble ? byte << 8 | next : byte);
    }
    return Answer(wide, target, room);
}
int WINAPI WideCharToMultiByte(UINT page, DWORD, const WCHAR* text, int length, char* target, int room,
                               const char*, BOOL*) {
    std::string bytes;
    for (int i = 0; i < length; ++i) {
        if (text[i] >= 0x80 && (IsDoubleByte(page) || page == CP_UTF8)) {
            bytes += static_cast<char>(text[i] >> 8 | 0x80);
        }
        bytes += static_cast<char>(text[i]);
    }
    if (room == 0) return static_cast<int>(bytes.size());
    if (static_cast<std::size_t>(room) < bytes.size()) return 0;
    std::copy(bytes.begin(), bytes.end(), target);
    return static_cast<int>(bytes.size());
}

int WINAPI LCMapStringEx(const WCHAR*, DWORD, const WCHAR* text, int length, WCHAR* target, int room,
                         NLSVERSIONINFO*, void*, LPARAM) {
    return Answer(std::wstring(text, static_cast<std::size_t>(length)), target, room);
}
int WINAPI FoldStringW(DWORD, const WCHAR* text, int length, WCHAR* target, int room) {
    return Answer(std::wstring(text, static_cast<std::size_t>(length)), target, room);
}
BOOL WINAPI GetStringTypeW(DWORD, const WCHAR*, int length, WORD* kinds) {
    std::fill_n(kinds, length, WORD{0});
    return TRUE;
}
int WINAPI CompareStringEx(const WCHAR*, DWORD, const WCHAR* left, int leftLength, const WCHAR* right,
                           int rightLength, NLSVERSIONINFO*, void*, LPARAM) {
    const int size = std::min(leftLength, rightLength);
    const auto [l, r] = std::mismatch(left, left + size, right);
    if (l == left + size) return leftLength == rightLength ? CSTR_EQUAL : (leftLength < rightLength ? 1 : 3);
    return *l < *r ? CSTR_LESS_THAN : CSTR_GREATER_THAN;
}

// Temporary files.
DWORD WINAPI GetTempPathW(DWORD room, WCHAR* path) {
    if (room > 0) *path = L'\0';
    return room > 0 ? 0 : 1;
}
HANDLE WINAPI CreateFileW(const WCHAR*, DWORD, DWORD, SECURITY_ATTRIBUTES*, DWORD, DWORD, HANDLE) {
    FILE* file = std::tmpfile();
    lastError = file ? 0 : ERROR_DISK_FULL;
    return file ? file : INVALID_HANDLE_VALUE;
}
BOOL WINAPI ReadFile(HANDLE file, void* target, DWORD size, DWORD* read, OVERLAPPED* place) {
    return Told(pread(fileno(FileOf(file)), target, size, OffsetOf(*place)), read);
}
BOOL WINAPI WriteFile(HANDLE file, const void* bytes, DWORD size, DWORD* written, OVERLAPPED* place) {
    return Told(pwrite(fileno(FileOf(file)), bytes, size, OffsetOf(*place)), written);
}
BOOL WINAPI CloseHandle(HANDLE file) { return std::fclose(FileOf(file)) == 0; }

// OLE's storages: ours.
// A fuzzer has one thread.
void WINAPI AcquireSRWLockExclusive(SRWLOCK*) {}
void WINAPI ReleaseSRWLockExclusive(SRWLOCK*) {}
void WINAPI InitializeCriticalSection(CRITICAL_SECTION*) {}
void WINAPI EnterCriticalSection(CRITICAL_SECTION*) {}
BOOL WINAPI TryEnterCriticalSection(CRITICAL_SECTION*) { return TRUE; }
void WINAPI LeaveCriticalSection(CRITICAL_SECTION*) {}
void WINAPI DeleteCriticalSection(CRITICAL_SECTION*) {}

HRESULT WINAPI StgCreateDocfileOnILockBytes(ILockBytes* bytes, DWORD, DWORD, IStorage** storage) {
    return mapi_msg::CreateNativeLockBytesStorage(*bytes, mapi_msg::compound_file::Version::V3, storage);
}

#include "provider/value_buffer.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <string>

#include "provider/result.h"

namespace mapi_msg {

namespace {

constexpr std::uint64_t kMostInMemory = 1 << 20;
constexpr std::size_t kChunk = 64 * 1024;

[[noreturn]] void ThrowFileError() {
    const HRESULT result = HRESULT_FROM_WIN32(GetLastError());
    const bool full =
        result == HRESULT_FROM_WIN32(ERROR_DISK_FULL) || result == HRESULT_FROM_WIN32(ERROR_HANDLE_DISK_FULL);
    throw ResultError{full ? MAPI_E_NOT_ENOUGH_DISK : MAPI_E_DISK_ERROR,
                      full ? STG_E_MEDIUMFULL : STG_E_WRITEFAULT};
}

std::wstring TemporaryFolder() {
    std::wstring folder(GetTempPathW(0, nullptr), L'\0');
    folder.resize(GetTempPathW(static_cast<DWORD>(folder.size()), folder.data()));
    return folder;
}

// Windows deletes it when it is closed, however the process ends.
HANDLE CreateTemporaryFile() {
    GUID unique;
    std::array<wchar_t, 40> name{};
    if (FAILED(CoCreateGuid(&unique)) ||
        StringFromGUID2(unique, name.data(), static_cast<int>(name.size())) == 0) {
        throw ResultError{MAPI_E_CALL_FAILED};
    }
    const std::wstring path = TemporaryFolder() + L"mapi-msg-" + name.data() + L".tmp";
    const HANDLE file = CreateFileW(path.c_str(), GENERIC_READ | GENERIC_WRITE, 0, nullptr, CREATE_NEW,
                                    FILE_ATTRIBUTE_TEMPORARY | FILE_FLAG_DELETE_ON_CLOSE, nullptr);
    if (file == INVALID_HANDLE_VALUE) ThrowFileError();
    return file;
}

OVERLAPPED At(std::uint64_t position) {
    OVERLAPPED place{};
    place.Offset = static_cast<DWORD>(position);
    place.OffsetHigh = static_cast<DWORD>(position >> 32);
    return place;
}

void WriteFileAt(HANDLE file, std::uint64_t position, const void* bytes, ULONG count) {
    const auto* next = static_cast<const std::uint8_t*>(bytes);
    while (count > 0) {
        OVERLAPPED place = At(position);
        DWORD written = 0;
        if (!WriteFile(file, next, count, &written, &place) || written == 0) ThrowFileError();
        next += written;
        position += written;
        count -= written;
    }
}

}  // namespace

ValueBuffer::~ValueBuffer() {
    if (file_ != INVALID_HANDLE_VALUE) CloseHandle(file_);
}

ULONG ValueBuffer::Read(std::uint64_t position, void* buffer, ULONG count) {
    if (position >= size_) return 0;
    count = static_cast<ULONG>(std::min<std::uint64_t>(count, size_ - position));
    if (file_ == INVALID_HANDLE_VALUE) {
        std::memcpy(buffer, memory_.data() + position, count);
        return count;
    }
    OVERLAPPED place = At(position);
    DWORD read = 0;
    if (!ReadFile(file_, buffer, count, &read, &place)) ThrowFileError();
    return read;
}

void ValueBuffer::MoveToFile() {
    file_ = CreateTemporaryFile();
    WriteFileAt(file_, 0, memory_.data(), static_cast<ULONG>(memory_.size()));
    memory_ = {};
}

void ValueBuffer::Write(std::uint64_t position, const void* bytes, ULONG count) {
    if (count == 0) return;
    const std::uint64_t end = position + count;
    if (file_ == INVALID_HANDLE_VALUE && end > kMostInMemory) MoveToFile();
    if (file_ == INVALID_HANDLE_VALUE) {
        if (end > memory_.size()) memory_.resize(static_cast<std::size_t>(end));
        std::memcpy(memory_.data() + position, bytes, count);
    } else {
        // The system fills a gap with zeros.
        WriteFileAt(file_, position, bytes, count);
    }
    size_ = std::max(size_, end);
}

void ValueBuffer::Resize(std::uint64_t size) {
    if (file_ == INVALID_HANDLE_VALUE && size > kMostInMemory) MoveToFile();
    if (file_ == INVALID_HANDLE_VALUE) {
        memory_.resize(static_cast<std::size_t>(size));
    } else {
        LARGE_INTEGER end;
        end.QuadPart = static_cast<LONGLONG>(size);
        if (!SetFilePointerEx(file_, end, nullptr, FILE_BEGIN) || !SetEndOfFile(file_)) ThrowFileError();
    }
    size_ = size;
}

void ValueBuffer::Append(ValueSource& source) {
    format::ByteVector chunk(kChunk);
    for (std::uint64_t position = 0;;) {
        const ULONG read = source.Read(position, chunk.data(), static_cast<ULONG>(chunk.size()));
        if (read == 0) return;
        Write(size_, chunk.data(), read);
        position += read;
    }
}

std::optional<format::ByteVector> ReadAll(ValueSource& source, std::uint64_t limit) {
    const std::uint64_t size = source.Size();
    if (size > limit) return std::nullopt;
    if (size > MAXLONG) throw ResultError{MAPI_E_NOT_ENOUGH_MEMORY};
    format::ByteVector bytes(static_cast<std::size_t>(size));
    std::size_t position = 0;
    while (position < bytes.size()) {
        const auto rest = static_cast<ULONG>(bytes.size() - position);
        const ULONG read = source.Read(position, bytes.data() + position, rest);
        if (read == 0) break;
        position += read;
    }
    bytes.resize(position);
    return bytes;
}

}  // namespace mapi_msg

#include <windows.h>

#include <winioctl.h>

#include "compound_files/checks.h"
#include "compound_files/engine_checks.h"
#include "compound_files/trials.h"
#include "storage/file_source.h"

namespace mapi_msg {
namespace {

using compound_file::Node;
using compound_file::Reader;
using compound_file::Version;

constexpr std::uint64_t kGigabyte = std::uint64_t{1} << 30;
constexpr int kSmallStreams = 40;

// A message, as it were, with an attachment of this size. "attachment" comes last in the file.
std::shared_ptr<SparseBytes> MakeFile(Version version, std::uint64_t size) {
    const auto root = Node::NewRoot();
    AddStream(*root, u"attachment").Resize(size);
    for (int i = 0; i < kSmallStreams; ++i) {
        const std::u16string name = {u's', static_cast<char16_t>(u'一' + i)};
        AddStream(*root, name).Write(0, Pattern(200, i));
    }
    auto file = std::make_shared<SparseBytes>();
    WriteCompoundFile(*root, version, *file);
    CHECK(file->Size() > size);
    return file;
}

// Opens the file, and reads all small streams and the beginning of the large one.
std::uint64_t BytesToOpen(Version version, std::uint64_t size) {
    const auto file = MakeFile(version, size);
    const auto root = Node::RootOf(std::make_shared<Reader>(file));
    int streams = 0;
    for (const auto& [key, child] : root->GetChildren()) {
        Bytes bytes(200);
        CHECK(child->GetContent().Read(0, bytes) == bytes.size());
        ++streams;
    }
    CHECK(streams == kSmallStreams + 1);
    return file->BytesRead();
}

void OpenedByFewBytes(const std::wstring&) {
    for (const auto& [version, sectorSize] : {std::pair{Version::V3, 512U}, std::pair{Version::V4, 4096U}}) {
        // The tables that name the sectors of the FAT are a little longer.
        CHECK(BytesToOpen(version, kGigabyte) <= BytesToOpen(version, 5000) + 4 * sectorSize);
    }
}

struct Marker {
    std::uint64_t offset;
    Bytes bytes;
};

void WriteAt(HANDLE file, std::uint64_t offset, const Bytes& bytes) {
    OVERLAPPED position = {};
    position.Offset = static_cast<DWORD>(offset);
    position.OffsetHigh = static_cast<DWORD>(offset >> 32);
    DWORD written = 0;
    CHECK(::WriteFile(file, bytes.data(), static_cast<DWORD>(bytes.size()), &written, &position));
}

// Takes no room on the disk for zeros.
void Save(const SparseBytes& bytes, const std::wstring& path) {
    UniqueFile file;
    CHECK_OK(OpenFileHandle(path, kWritable, CREATE_NEW, &file));
    DWORD returned = 0;
    // Elsewhere than on NTFS all files are sparse, or none.
    static_cast<void>(
        ::DeviceIoControl(file.get(), FSCTL_SET_SPARSE, nullptr, 0, nullptr, 0, &returned, nullptr));
    for (const auto& [offset, block] : bytes.NonZeroBlocks()) WriteAt(file.get(), offset, block);
    LARGE_INTEGER size = {};
    size.QuadPart = static_cast<LONGLONG>(bytes.Size());
    CHECK(::SetFilePointerEx(file.get(), size, nullptr, FILE_BEGIN));
    CHECK(::SetEndOfFile(file.get()));
}

void MoreThan4Gigabytes(const std::wstring& path) {
    constexpr std::uint64_t kSize = 4 * kGigabyte + 5000000;
    const std::vector<Marker> markers = {
        {0, Pattern(5000, 1)},
        // Here is the sector in the middle that belongs to no stream. [MS-CFB] 2.9
        {2 * kGigabyte - 6000000, Pattern(6000000, 2)},
        {4 * kGigabyte - 100, Pattern(200, 3)},
        {kSize - 5000, Pattern(5000, 4)},
    };
    SparseBytes bytes;
    {
        const auto root = Node::NewRoot();
        auto& large = AddStream(*root, u"large");
        large.Resize(kSize);
        for (const Marker& marker : markers) large.Write(marker.offset, marker.bytes);
        AddStream(*root, u"behind it").Write(0, Pattern(10000, 5));
        AddStream(*root, u"small").Write(0, Pattern(100, 6));
        // Which is too small.
        WriteCompoundFile(*root, Version::V3, bytes);
    }
    Save(bytes, path);
    for (const auto& storage : {Open(path), OpenByOle(path)}) {
        ComPtr<IStream> stream;
        CHECK_OK(storage->OpenStream(L"large", nullptr, kRead, 0, stream.Put()));
        STATSTG status = {};
        CHECK_OK(stream->Stat(&status, STATFLAG_NONAME));
        CHECK(status.cbSize.QuadPart == kSize);
        for (const Marker& marker : markers) {
            SeekTo(*stream, static_cast<LONGLONG>(marker.offset));
            Bytes found(marker.bytes.size());
            ULONG read = 0;
            CHECK_OK(stream->Read(found.data(), static_cast<ULONG>(found.size()), &read));
            CHECK(read == found.size() && found == marker.bytes);
        }
        CHECK(Get(*storage, L"behind it") == Pattern(10000, 5));
        CHECK(Get(*storage, L"small") == Pattern(100, 6));
    }
    CHECK(::DeleteFileW(path.c_str()));
}

}  // namespace

std::vector<Trial> LargeFileTrials() {
    return {
        {"a file of 1 GB is opened by reading as little as of a small one", OpenedByFewBytes},
        {"a file of more than 4 GB is read", MoreThan4Gigabytes},
    };
}

}  // namespace mapi_msg

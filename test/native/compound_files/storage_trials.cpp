#include "compound_files/trials.h"

#include <algorithm>

#include "compound_files/checks.h"
#include "storage/memory_lock_bytes.h"

namespace mapi_msg {
namespace {

using compound_file::Version;

void NothingBeforeCommit(const std::wstring& path) {
    {
        const auto storage = Create(path);
        Put(*storage, L"stream", Pattern(100, 1));
    }
    CHECK(!Exists(path));
    {
        const auto storage = Create(path);
        Put(*storage, L"stream", Pattern(100, 1));
        Commit(*storage);
        Put(*storage, L"stream", Pattern(100, 2));
        Put(*storage, L"another", Pattern(100, 3));
    }
    const auto storage = Open(path);
    CHECK(Get(*storage, L"stream") == Pattern(100, 1));
    CHECK(!Has(*storage, L"another"));
}

void EverySize(const std::wstring& path, Version version) {
    const std::vector<std::size_t> sizes = {0,    1,    63,   64,    65,    511,   512,    513,
                                            4095, 4096, 4097, 65535, 65536, 65537, 8000000};
    {
        const auto storage = Create(path, version);
        for (const std::size_t size : sizes) {
            Put(*storage, std::to_wstring(size).c_str(), Pattern(size, static_cast<std::uint32_t>(size)));
        }
        Commit(*storage);
        // What is committed is read from the file now.
        CHECK(Get(*storage, L"8000000") == Pattern(8000000, 8000000));
    }
    for (const auto& storage : {Open(path), OpenByOle(path)}) {
        for (const std::size_t size : sizes) {
            CHECK(Get(*storage, std::to_wstring(size).c_str()) ==
                  Pattern(size, static_cast<std::uint32_t>(size)));
        }
    }
}

void Version3(const std::wstring& path) { EverySize(path, Version::V3); }

void Version4(const std::wstring& path) { EverySize(path, Version::V4); }

void Elements(const std::wstring& path) {
    const CLSID clsid = {0x00020D0B, 0, 0, {0xC0, 0, 0, 0, 0, 0, 0, 0x46}};
    const FILETIME time = {0x12345678, 0x01D00000};
    {
        const auto storage = Create(path);
        CHECK_OK(storage->SetClass(clsid));
        CHECK_OK(storage->SetStateBits(0x5, 0xF));
        const auto child = CreateChild(*storage, L"Folder");
        Put(*child, L"inner", Pattern(10, 1));
        CHECK_OK(storage->SetElementTimes(L"Folder", &time, nullptr, &time));
        Put(*storage, L"Straße", Pattern(20, 2));
        Put(*storage, L"gone", Pattern(30, 3));
        CHECK_OK(storage->RenameElement(L"STRAßE", L"Gasse"));
        CHECK_OK(storage->DestroyElement(L"GONE"));
        CHECK_RESULT(storage->DestroyElement(L"gone"), STG_E_FILENOTFOUND);
        CHECK_RESULT(storage->RenameElement(L"gone", L"x"), STG_E_FILENOTFOUND);
        CHECK_RESULT(storage->RenameElement(L"Gasse", L"folder"), STG_E_ACCESSDENIED);
        ComPtr<IStream> stream;
        CHECK_RESULT(storage->CreateStream(L"FOLDER", kWrite, 0, 0, stream.Put()), STG_E_FILEALREADYEXISTS);
        CHECK_RESULT(storage->CreateStream(L"a/b", kWrite, 0, 0, stream.Put()), STG_E_INVALIDNAME);
        CHECK_RESULT(storage->CreateStream(L"12345678901234567890123456789012", kWrite, 0, 0, stream.Put()),
                     STG_E_INVALIDNAME);
        CHECK_RESULT(storage->CreateStream(L"x", STGM_READWRITE, 0, 0, stream.Put()), STG_E_INVALIDFLAG);
        Commit(*storage);
    }
    for (const auto& storage : {Open(path), OpenByOle(path)}) {
        STATSTG status = {};
        CHECK_OK(storage->Stat(&status, STATFLAG_NONAME));
        CHECK(status.clsid == clsid);
        CHECK(Get(*OpenChild(*storage, L"folder", kRead), L"INNER") == Pattern(10, 1));
        CHECK(Get(*storage, L"gasse") == Pattern(20, 2));
        CHECK(!Has(*storage, L"Straße"));
        CHECK(!Has(*storage, L"gone"));
        ComPtr<IStream> stream;
        CHECK_RESULT(storage->CreateStream(L"x", kWrite, 0, 0, stream.Put()), STG_E_ACCESSDENIED);
    }
    // Wine's OLE does not tell these.
    STATSTG status = {};
    CHECK_OK(Open(path)->Stat(&status, STATFLAG_NONAME));
    CHECK(status.grfStateBits == 0x5);
    CHECK_OK(OpenChild(*Open(path), L"Folder", kRead)->Stat(&status, STATFLAG_NONAME));
    CHECK(::CompareFileTime(&status.ctime, &time) == 0);
    CHECK(::CompareFileTime(&status.mtime, &time) == 0);
}

void Streams(const std::wstring& path) {
    Bytes expected = Pattern(200000, 1);
    {
        const auto storage = Create(path);
        Put(*storage, L"stream", expected);
        Commit(*storage);
    }
    const auto storage = Open(path, kWritable);
    ComPtr<IStream> stream;
    CHECK_OK(storage->OpenStream(L"stream", nullptr, kWrite, 0, stream.Put()));
    SeekTo(*stream, 65000);
    const Bytes patch = Pattern(70000, 2);
    CHECK_OK(stream->Write(patch.data(), static_cast<ULONG>(patch.size()), nullptr));
    std::copy(patch.begin(), patch.end(), expected.begin() + 65000);
    // Cut and grown again: the rest is zeros.
    CHECK_OK(stream->SetSize(Large(150000)));
    CHECK_OK(stream->SetSize(Large(190000)));
    std::fill(expected.begin() + 150000, expected.end(), std::uint8_t{0});
    expected.resize(190000);
    // Written beyond the end: zeros before.
    SeekTo(*stream, 300000);
    CHECK_OK(stream->Write("end", 3, nullptr));
    expected.resize(300000);
    expected.insert(expected.end(), {'e', 'n', 'd'});
    CHECK(Get(*storage, L"stream") == expected);

    LARGE_INTEGER back = {};
    back.QuadPart = -300004;
    CHECK_RESULT(stream->Seek(back, STREAM_SEEK_CUR, nullptr), STG_E_INVALIDFUNCTION);
    ComPtr<IStream> clone;
    CHECK_OK(stream->Clone(clone.Put()));
    SeekTo(*clone, 65000);
    std::array<std::uint8_t, 10> some = {};
    CHECK_OK(clone->Read(some.data(), static_cast<ULONG>(some.size()), nullptr));
    CHECK(std::equal(some.begin(), some.end(), patch.begin()));

    Commit(*storage);
    CHECK(Get(*storage, L"stream") == expected);
    // The stream is still open, and goes on in the new file.
    SeekTo(*stream, 0);
    CHECK_OK(stream->Write("begin", 5, nullptr));
    std::copy_n("begin", 5, expected.begin());
    Commit(*storage);
    stream.Reset();
    clone.Reset();
    CHECK_RESULT(storage->Revert(), S_OK);
    CHECK(Get(*storage, L"stream") == expected);
}

void Transactions(const std::wstring& path) {
    const auto storage = Create(path);
    {
        const auto child = CreateChild(*storage, L"child", kWrite | STGM_TRANSACTED);
        Put(*child, L"kept", Pattern(10, 1));
        const auto grandchild = CreateChild(*child, L"grandchild");
        Put(*grandchild, L"kept", Pattern(5000, 2));
        CHECK(!Has(*OpenChild(*storage, L"child"), L"kept"));
        Commit(*child);
        Put(*child, L"lost", Pattern(10, 3));
        Put(*child, L"kept", Pattern(10, 4));
        CHECK_OK(child->Revert());
        CHECK_RESULT(grandchild->DestroyElement(L"kept"), STG_E_REVERTED);
        CHECK(Get(*child, L"kept") == Pattern(10, 1));
        Put(*child, L"lost", Pattern(10, 5));
    }
    const auto child = OpenChild(*storage, L"child");
    CHECK(!Has(*child, L"lost"));
    CHECK(Get(*child, L"kept") == Pattern(10, 1));
    CHECK(Get(*OpenChild(*child, L"grandchild"), L"kept") == Pattern(5000, 2));
    Commit(*storage);
    CHECK_OK(storage->DestroyElement(L"child"));
    CHECK_RESULT(child->DestroyElement(L"kept"), STG_E_REVERTED);
    CHECK_OK(storage->Revert());
    CHECK(Get(*OpenChild(*storage, L"child"), L"kept") == Pattern(10, 1));
    // A transaction that is open while its file is replaced.
    const auto open = OpenChild(*storage, L"child", kWrite | STGM_TRANSACTED);
    const auto inner = OpenChild(*open, L"grandchild");
    ComPtr<IStream> stream;
    CHECK_OK(inner->OpenStream(L"kept", nullptr, kWrite, 0, stream.Put()));
    CHECK_OK(stream->Write("x", 1, nullptr));
    Put(*storage, L"other", Pattern(900000, 6));
    Commit(*storage);
    Bytes expected = Pattern(5000, 2);
    CHECK(Get(*OpenChild(*OpenChild(*storage, L"child"), L"grandchild"), L"kept") == expected);
    expected[0] = 'x';
    CHECK(Get(*inner, L"kept") == expected);
    Commit(*open);
    Commit(*storage);
    CHECK(Get(*OpenChild(*OpenChild(*storage, L"child"), L"grandchild"), L"kept") == expected);
}

void Copies(const std::wstring& path) {
    {
        const auto storage = Create(path + L"1");
        const auto child = CreateChild(*storage, L"child");
        Put(*child, L"inner", Pattern(6000, 1));
        Put(*storage, L"stream", Pattern(60, 2));
        Put(*storage, L"excluded", Pattern(60, 3));
        CHECK_RESULT(storage->CopyTo(0, nullptr, nullptr, child.Get()), STG_E_ACCESSDENIED);
        ComPtr<IStorage> ole;
        CHECK_OK(CreateFileStorage(path + L"2", false, ole.Put()));
        std::wstring excluded = L"excluded";
        std::array<wchar_t*, 2> names = {excluded.data(), nullptr};
        CHECK_OK(storage->CopyTo(0, nullptr, names.data(), ole.Get()));
        Commit(*ole);
        CHECK(!Has(*ole, L"excluded"));
    }
    {
        const auto ole = OpenByOle(path + L"2");
        const auto storage = Create(path + L"3");
        CHECK_OK(ole->CopyTo(0, nullptr, nullptr, storage.Get()));
        CHECK_OK(
            storage->MoveElementTo(L"stream", OpenChild(*storage, L"child").Get(), L"moved", STGMOVE_MOVE));
        CHECK_OK(storage->MoveElementTo(L"child", storage.Get(), L"copy", STGMOVE_COPY));
        Commit(*storage);
    }
    for (const auto& storage : {Open(path + L"3"), OpenByOle(path + L"3")}) {
        CHECK(!Has(*storage, L"stream"));
        for (const wchar_t* name : {L"child", L"copy"}) {
            const auto child = OpenChild(*storage, name, kRead);
            CHECK(Get(*child, L"inner") == Pattern(6000, 1));
            CHECK(Get(*child, L"moved") == Pattern(60, 2));
        }
    }
}

// Files that OLE made and changes, and files of ours that OLE changes.
void OleInTurn(const std::wstring& path) {
    {
        ComPtr<IStorage> ole;
        CHECK_OK(CreateFileStorage(path, false, ole.Put()));
        Put(*ole, L"a", Pattern(5000, 1));
        Put(*ole, L"b", Pattern(50, 2));
        Commit(*ole);
    }
    {
        const auto storage = Open(path, kWritable);
        Put(*storage, L"a", Pattern(50, 3));
        Put(*CreateChild(*storage, L"c"), L"d", Pattern(5000, 4));
        Commit(*storage);
    }
    {
        const auto ole = OpenByOle(path, kWritable);
        Put(*ole, L"b", Pattern(70000, 5));
        CHECK_OK(ole->DestroyElement(L"a"));
        Put(*OpenChild(*ole, L"c"), L"e", Pattern(10, 6));
        Commit(*ole);
    }
    const auto storage = Open(path, kWritable);
    Put(*storage, L"f", Pattern(10, 7));
    Commit(*storage);
    CHECK(!Has(*storage, L"a"));
    CHECK(Get(*storage, L"b") == Pattern(70000, 5));
    CHECK(Get(*OpenChild(*storage, L"c", kRead), L"d") == Pattern(5000, 4));
    CHECK(Get(*OpenChild(*storage, L"c", kRead), L"e") == Pattern(10, 6));
}

void FailedCommits(const std::wstring& path) {
    {
        const auto storage = Create(path);
        Put(*storage, L"stream", Pattern(100, 1));
        Commit(*storage);
        ComPtr<IStorage> second;
        CHECK_RESULT(OpenNativeFileStorage(path, {}, second.Put()), STG_E_SHAREVIOLATION);
        CHECK_RESULT(CreateNativeFileStorage(path, false, Version::V3, second.Put()),
                     STG_E_FILEALREADYEXISTS);
    }
    const auto storage = Open(path, {true, Sharing::DenyNone});
    Put(*storage, L"stream", Pattern(100, 2));
    {
        const auto reader = Open(path, {false, Sharing::DenyNone});
        CHECK(FAILED(storage->Commit(STGC_DEFAULT)));
        CHECK(Get(*reader, L"stream") == Pattern(100, 1));
        CHECK(Get(*storage, L"stream") == Pattern(100, 2));
    }
    Commit(*storage);
    CHECK(Get(*Open(path, {false, Sharing::DenyNone}), L"stream") == Pattern(100, 2));
}

void Replacing(const std::wstring& path) {
    Put(*Create(path), L"never", {});
    {
        const auto storage = Create(path);
        Put(*storage, L"old", Pattern(100, 1));
        Commit(*storage);
    }
    ComPtr<IStorage> storage;
    CHECK_OK(CreateNativeFileStorage(path, true, Version::V3, storage.Put()));
    Put(*storage, L"new", Pattern(100, 2));
    storage.Reset();
    CHECK(Get(*Open(path), L"old") == Pattern(100, 1));
    CHECK_OK(CreateNativeFileStorage(path, true, Version::V3, storage.Put()));
    Put(*storage, L"new", Pattern(100, 2));
    Commit(*storage);
    storage.Reset();
    CHECK(!Has(*Open(path), L"old"));
    CHECK(Get(*Open(path), L"new") == Pattern(100, 2));
}

void InMemory(const std::wstring&) {
    const auto lockBytes = ComPtr<MemoryLockBytes>::Adopt(new MemoryLockBytes({}));
    ComPtr<IStorage> storage;
    CHECK_OK(CreateNativeLockBytesStorage(*lockBytes, Version::V4, storage.Put()));
    Put(*storage, L"stream", Pattern(10000, 1));
    CHECK(lockBytes->Bytes()->empty());
    Commit(*storage);
    const auto first = lockBytes->Bytes();
    const std::vector<std::uint8_t> expected = *first;
    Put(*storage, L"stream", Pattern(10, 2));
    Put(*storage, L"more", Pattern(30000, 3));
    Commit(*storage);
    CHECK(Get(*storage, L"more") == Pattern(30000, 3));
    storage.Reset();
    const auto second = lockBytes->Bytes();
    const std::uint8_t byte = 1;
    const std::uint8_t before = second->back();
    ULARGE_INTEGER last = {};
    last.QuadPart = second->size() - 1;
    CHECK_OK(lockBytes->WriteAt(last, &byte, 1, nullptr));
    CHECK(*first == expected);
    CHECK(second->back() == before);
    CHECK_OK(OpenLockBytesStorage(*lockBytes, false, storage.Put()));
    CHECK(Get(*storage, L"stream") == Pattern(10, 2));
    CHECK_OK(OpenNativeMemoryStorage(lockBytes->Bytes(), true, storage.Put()));
    CHECK(Get(*storage, L"more") == Pattern(30000, 3));
    Put(*storage, L"more", {});
    Commit(*storage);
    CHECK(Get(*storage, L"more").empty());
    CHECK_OK(CreateNativeMemoryStorage(storage.Put()));
    Put(*storage, L"x", Pattern(100, 4));
    Commit(*storage);
    CHECK(Get(*storage, L"x") == Pattern(100, 4));
}

void ThousandsOfElements(const std::wstring& path) {
    constexpr int kCount = 5000;
    {
        const auto storage = Create(path);
        for (int i = 0; i < kCount; ++i) {
            const auto child = CreateChild(*storage, (L"child " + std::to_wstring(i)).c_str());
            Put(*child, L"stream", Pattern(i % 200, i));
        }
        Commit(*storage);
    }
    const auto ole = OpenByOle(path);
    for (int i = 0; i < kCount; i += 7) {
        const auto child = OpenChild(*ole, (L"child " + std::to_wstring(i)).c_str(), kRead);
        CHECK(Get(*child, L"stream") == Pattern(i % 200, i));
    }
}

}  // namespace

std::vector<Trial> StorageTrials() {
    return {
        {"nothing is written before it is committed", NothingBeforeCommit},
        {"streams of every size, version 3", Version3},
        {"streams of every size, version 4", Version4},
        {"elements, their names and attributes", Elements},
        {"streams are cut, grown and overwritten", Streams},
        {"transactions in transactions", Transactions},
        {"copying and moving, from and to OLE", Copies},
        {"OLE and the engine in turn", OleInTurn},
        {"a commit that fails changes nothing", FailedCommits},
        {"a file is replaced when it is committed", Replacing},
        {"bytes in memory", InMemory},
        {"thousands of storages", ThousandsOfElements},
    };
}

}  // namespace mapi_msg

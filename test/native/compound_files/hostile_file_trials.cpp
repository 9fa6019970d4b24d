// A file may say of itself what it likes: reading it costs no more than in proportion to its bytes, and what
// the damage does not touch is read.
#include <algorithm>
#include <functional>
#include <set>

#include "compound_files/damage.h"
#include "compound_files/trials.h"
#include "storage/compound_file/check.h"
#include "storage/compound_file/error.h"

namespace mapi_msg {
namespace {

using compound_file::Error;
using compound_file::kEndOfChain;
using compound_file::kNoEntry;
using compound_file::Node;
using compound_file::NodeType;
using compound_file::Reader;

constexpr std::uint32_t kHuge = 0xFFFFFFFF;

// Names of storages and streams that are damaged; "/" is the root.
using Names = std::set<std::u16string>;

void ReadAll(Node& node, Names* damaged) {
    try {
        if (node.Type() == NodeType::Storage) {
            for (const auto& [key, child] : node.GetChildren()) ReadAll(*child, damaged);
            return;
        }
        const compound_file::Content& content = node.GetContent();
        Bytes buffer(static_cast<std::size_t>(std::min<std::uint64_t>(content.Size(), 4096)));
        for (std::uint64_t done = 0; done < content.Size();) done += content.Read(done, buffer);
    } catch (const Error&) {
        damaged->emplace(node.Name());
    }
}

// Sectors may be read twice, and an entry of the directory, which has 128 bytes, becomes objects in memory.
constexpr std::uint64_t kReadsPerByte = 2;
constexpr std::uint64_t kAllocationsPerByte = 16;
constexpr std::uint64_t kFixedCost = 64 * 1024;

// Calls `work` with the file, and throws if that was too much work.
template <typename Work>
void AtFairCost(const Bytes& bytes, const Work& work) {
    const auto file = std::make_shared<SparseBytes>();
    file->Write(bytes);
    const std::uint64_t before = AllocatedBytes();
    work(file);
    const std::uint64_t allocated = AllocatedBytes() - before;
    CHECK(file->BytesRead() <= kReadsPerByte * bytes.size() + kFixedCost);
    CHECK(allocated <= kAllocationsPerByte * bytes.size() + kFixedCost);
}

Names DamagedIn(const Bytes& bytes) {
    Names damaged;
    AtFairCost(bytes, [&](const auto& file) {
        try {
            ReadAll(*Node::RootOf(std::make_shared<Reader>(file)), &damaged);
        } catch (const Error&) {
            damaged.emplace(u"/");
        }
    });
    return damaged;
}

// Whether OLE is to see the file.
bool IsSafeForOle(const Bytes& bytes) {
    bool isSafe = true;
    AtFairCost(bytes, [&](const auto& file) {
        try {
            compound_file::CheckCompoundFile(file);
        } catch (const Error&) {
            isSafe = false;
        }
    });
    return isSafe;
}

// In the order of the directory: folder and other come first in the root storage, by the length of the names.
DamagedFile Intact() {
    const auto root = Node::NewRoot();
    AddStream(*root, u"large 1").Write(0, Pattern(20000, 1));
    AddStream(*root, u"large 2").Write(0, Pattern(30000, 2));
    AddStream(*root, u"small 1").Write(0, Pattern(4000, 3));
    AddStream(*root, u"small 2").Write(0, Pattern(4000, 4));
    AddStream(*root, u"small 3").Write(0, Pattern(4000, 5));
    AddStream(AddStorage(*root, u"other"), u"leaf").Write(0, Pattern(5000, 6));
    AddStream(AddStorage(*root, u"folder"), u"inner").Write(0, Pattern(100, 7));
    DamagedFile file(*root);
    CHECK(DamagedIn(file.Content()).empty());
    CHECK(IsSafeForOle(file.Content()));
    return file;
}

Trial Hostile(const char* name, std::function<void(DamagedFile& file)> damage, Names expected,
              bool isSafe = false) {
    return {name, [=](const std::wstring&) {
                DamagedFile file = Intact();
                damage(file);
                CHECK(DamagedIn(file.Content()) == expected);
                CHECK(IsSafeForOle(file.Content()) == isSafe);
            }};
}

void LoopInIndexOfFat(const std::wstring&) {
    // So large that the header does not name all sectors of the FAT, nor does the first sector of the index.
    const auto root = Node::NewRoot();
    AddStream(*root, u"large").Resize(std::uint64_t{20} << 20);
    AddStream(*root, u"small").Write(0, Pattern(100, 1));
    DamagedFile file(*root);
    CHECK(DamagedIn(file.Content()).empty());
    const std::uint32_t first = file.Get(kDifatStartField);
    file.Set(OffsetOfSector(first) + kSectorSize - 4, first);
    CHECK(DamagedIn(file.Content()) == Names{u"large"});
    CHECK(!IsSafeForOle(file.Content()));
}

// Another one for each number.
std::u16string NameOf(std::uint32_t number) {
    return {static_cast<char16_t>(u'A' + number % 26), static_cast<char16_t>(u'一' + number / 26)};
}

DamagedFile Flat(NodeType type, std::uint32_t count) {
    const auto root = Node::NewRoot();
    for (std::uint32_t i = 0; i < count; ++i) root->Add(NameOf(i), type, {});
    return DamagedFile(*root);
}

constexpr std::uint32_t kMany = 20000;

void SharedChain(const std::wstring&) {
    const auto root = Node::NewRoot();
    AddStream(*root, u"\u0001").Resize(1000000);
    for (std::uint32_t i = 0; i < kMany; ++i) AddStream(*root, NameOf(i));
    DamagedFile file(*root);
    for (std::uint32_t entry = 2; entry <= kMany + 1; ++entry) {
        file.Set(file.EntryOffset(entry) + kStartField, file.GetField(u"\u0001", kStartField));
        file.Set(file.EntryOffset(entry) + kSizeField, 1000000);
    }
    CHECK(DamagedIn(file.Content()).size() == kMany);
    CHECK(!IsSafeForOle(file.Content()));
}

void DeeplyNested(const std::wstring&) {
    DamagedFile file = Flat(NodeType::Storage, kMany);
    for (std::uint32_t entry = 0; entry < kMany; ++entry) {
        file.Set(file.EntryOffset(entry) + kLeftField, kNoEntry);
        file.Set(file.EntryOffset(entry) + kRightField, kNoEntry);
        file.Set(file.EntryOffset(entry) + kChildField, entry + 1);
    }
    CHECK(DamagedIn(file.Content()).size() == 1);
    CHECK(IsSafeForOle(file.Content()));
}

void TreeThatIsAList(const std::wstring&) {
    DamagedFile file = Flat(NodeType::Stream, kMany);
    file.Set(file.EntryOffset(0) + kChildField, 1);
    for (std::uint32_t entry = 1; entry < kMany; ++entry) {
        file.Set(file.EntryOffset(entry) + kLeftField, kNoEntry);
        file.Set(file.EntryOffset(entry) + kRightField, entry + 1);
    }
    CHECK(DamagedIn(file.Content()).empty());
    CHECK(IsSafeForOle(file.Content()));
}

// Numbers that are likely to do harm, in the header, the tables and the directory.
void ArbitraryDamage(const std::wstring&) {
    const DamagedFile intact = Intact();
    const std::size_t tables = intact.EntryOffset(12);
    std::uint32_t seed = 1;
    const auto next = [&](std::size_t below) {
        seed = seed * 1664525 + 1013904223;
        return static_cast<std::uint32_t>((std::uint64_t{seed} * below) >> 32);
    };
    for (int round = 0; round < 1000; ++round) {
        DamagedFile file = intact;
        for (std::uint32_t changes = 1 + next(8); changes > 0; --changes) {
            const std::uint32_t offset = 4 * next(tables / 4);
            const std::uint32_t kind = next(8);
            file.Set(offset, kind == 0 ? kHuge : kind == 1 ? 0x7FFFFFFF : next(file.Content().size() / 512));
        }
        static_cast<void>(DamagedIn(file.Content()));
        static_cast<void>(IsSafeForOle(file.Content()));
    }
}

}  // namespace

std::vector<Trial> HostileFileTrials() {
    return {
        Hostile("a stream that runs in a circle",
                [](DamagedFile& file) {
                    const std::uint32_t start = file.GetField(u"large 1", kStartField);
                    file.SetNext(start + 1, start);
                },
                {u"large 1"}),
        Hostile("a stream that runs into another",
                [](DamagedFile& file) {
                    file.SetNext(file.GetField(u"large 1", kStartField),
                                 file.GetField(u"large 2", kStartField));
                },
                {u"large 2"}),
        Hostile("two streams that begin in the same sector",
                [](DamagedFile& file) {
                    file.SetField(u"large 2", kStartField, file.GetField(u"large 1", kStartField));
                },
                {u"large 2"}),
        Hostile(
            "a stream that begins in the directory",
            [](DamagedFile& file) { file.SetField(u"large 1", kStartField, file.Get(kDirectoryStartField)); },
            {u"large 1"}),
        Hostile("a small stream that runs in a circle",
                [](DamagedFile& file) {
                    const std::uint32_t start = file.GetField(u"small 1", kStartField);
                    file.SetNextMini(start + 1, start);
                },
                {u"small 1"}),
        Hostile("a small stream that runs into another",
                [](DamagedFile& file) {
                    file.SetNextMini(file.GetField(u"small 1", kStartField),
                                     file.GetField(u"small 2", kStartField));
                },
                {u"small 2"}),
        Hostile("the stream of small streams runs in a circle",
                [](DamagedFile& file) {
                    const std::uint32_t start = file.GetField(u"Root Entry", kStartField);
                    file.SetNext(start, start);
                },
                {u"small 1", u"small 2", u"small 3", u"inner"}),
        Hostile("the table of small streams runs in a circle",
                [](DamagedFile& file) {
                    const std::uint32_t start = file.Get(kMiniFatStartField);
                    file.SetNext(start, start);
                },
                // Which the second sector of the table links.
                {u"small 3", u"inner"}),
        Hostile("the directory runs in a circle",
                [](DamagedFile& file) {
                    const std::uint32_t start = file.Get(kDirectoryStartField);
                    file.SetNext(start, start);
                },
                {u"Root Entry"}),
        Hostile("siblings in a circle",
                [](DamagedFile& file) {
                    file.SetField(u"small 3", kRightField, file.GetField(u"Root Entry", kChildField));
                },
                {u"Root Entry"}),
        Hostile("a storage that holds the one that it is in",
                [](DamagedFile& file) {
                    file.SetField(u"folder", kChildField, file.GetField(u"Root Entry", kChildField));
                },
                {u"folder"}),
        Hostile("a storage that holds the root",
                [](DamagedFile& file) { file.SetField(u"folder", kChildField, 0); }, {u"folder"}),
        Hostile("two storages that hold the same",
                [](DamagedFile& file) {
                    file.SetField(u"folder", kChildField, file.GetField(u"other", kChildField));
                },
                {u"folder"}),
        Hostile("a member of a storage far outside the directory",
                [](DamagedFile& file) { file.SetField(u"folder", kChildField, kHuge - 1); }, {u"folder"}),
        Hostile(
            "a stream of 2 GB", [](DamagedFile& file) { file.SetField(u"large 1", kSizeField, 0x7FFFFFFF); },
            {u"large 1"}, true),
        Hostile(
            "small streams of 4 GB together",
            [](DamagedFile& file) { file.SetField(u"Root Entry", kSizeField, kHuge); }, {}, true),
        Hostile("billions of sectors of tables",
                [](DamagedFile& file) {
                    file.Set(kFatSectorCountField, kHuge);
                    file.Set(kMiniFatSectorCountField, kHuge);
                    file.Set(kDifatSectorCountField, kHuge);
                },
                {}),
        Hostile("an index of the FAT that runs in a circle and is not needed",
                [](DamagedFile& file) {
                    const std::uint32_t start = file.GetField(u"large 1", kStartField);
                    file.Set(kDifatStartField, start);
                    file.Set(kDifatSectorCountField, 1);
                    file.Set(OffsetOfSector(start) + kSectorSize - 4, start);
                },
                {}),
        {"an index of the FAT that runs in a circle", LoopInIndexOfFat},
        {"thousands of streams in the same sectors", SharedChain},
        {"thousands of storages in each other", DeeplyNested},
        {"a tree of names that is a list", TreeThatIsAList},
        {"arbitrary numbers", ArbitraryDamage},
    };
}

}  // namespace mapi_msg

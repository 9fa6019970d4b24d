#include "storage/lock_bytes_root.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "memory/claimed_size.h"
#include "storage/compound_file/error.h"
#include "storage/compound_file/reader.h"

namespace mapi_msg {
namespace {

using compound_file::Error;
using compound_file::Node;
using compound_file::Problem;
using compound_file::Reader;

constexpr std::size_t kMost = std::size_t{1} << 30;

class VectorSink final : public compound_file::ByteSink {
  public:
    void Expect(std::uint64_t size) override { expected_ = size; }
    void Write(std::span<const std::uint8_t> bytes) override {
        const std::uint64_t size = std::uint64_t{bytes_.size()} + bytes.size();
        if (size > bytes_.capacity()) bytes_.reserve(ReserveFor(expected_, size));
        bytes_.insert(bytes_.end(), bytes.begin(), bytes.end());
    }
    std::vector<std::uint8_t>& Bytes() { return bytes_; }

  private:
    std::uint64_t expected_ = 0;
    std::vector<std::uint8_t> bytes_;
};

ULARGE_INTEGER Large(std::uint64_t number) {
    ULARGE_INTEGER large = {};
    large.QuadPart = number;
    return large;
}

void WriteAll(ILockBytes& target, std::span<const std::uint8_t> bytes) {
    for (std::size_t done = 0; done < bytes.size();) {
        const auto size = static_cast<ULONG>(std::min(bytes.size() - done, kMost));
        ULONG written = 0;
        ThrowIfFailed(target.WriteAt(Large(done), bytes.data() + done, size, &written));
        if (written == 0) throw StorageFailure{STG_E_MEDIUMFULL};
        done += written;
    }
}

}  // namespace

LockBytesSource::LockBytesSource(ILockBytes& lockBytes) : lockBytes_(lockBytes) {
    STATSTG status = {};
    ThrowIfFailed(lockBytes_.Stat(&status, STATFLAG_NONAME));
    size_ = status.cbSize.QuadPart;
    lockBytes_.AddRef();
}

std::size_t LockBytesSource::Read(std::uint64_t offset, std::span<std::uint8_t> target) const {
    std::size_t done = 0;
    while (done < target.size()) {
        const auto size = static_cast<ULONG>(std::min(target.size() - done, kMost));
        ULONG read = 0;
        if (FAILED(lockBytes_.ReadAt(Large(offset + done), target.data() + done, size, &read))) {
            throw Error(Problem::ReadFault, "the bytes cannot be read");
        }
        if (read == 0) break;
        done += read;
    }
    return done;
}

// The new file is complete before it overwrites the old one, from which it takes what did not change.
HRESULT LockBytesRoot::CommitChanges() {
    VectorSink sink;
    WriteCompoundFile(*RootNode(), version_, sink);
    ILockBytes& target = source_->Target();
    if (memory_) {
        memory_->Replace(std::move(sink.Bytes()));
    } else {
        ThrowIfFailed(target.SetSize(Large(sink.Bytes().size())));
        WriteAll(target, sink.Bytes());
        ThrowIfFailed(target.Flush());
    }
    auto source = std::make_shared<const LockBytesSource>(target);
    RootNode()->Rebase(Node::RootOf(std::make_shared<Reader>(source)));
    source_ = std::move(source);
    return S_OK;
}

}  // namespace mapi_msg

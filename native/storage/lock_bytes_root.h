// The root of a storage in an ILockBytes.
// https://learn.microsoft.com/windows/win32/api/objidl/nn-objidl-ilockbytes
#pragma once

#include <objidl.h>

#include <memory>

#include "storage/compound_file/byte_source.h"
#include "storage/compound_file/writer.h"
#include "storage/memory_lock_bytes.h"
#include "storage/storage_root.h"

namespace mapi_msg {

class LockBytesSource final : public compound_file::ByteSource {
  public:
    explicit LockBytesSource(ILockBytes& lockBytes);
    ~LockBytesSource() override { lockBytes_.Release(); }
    LockBytesSource(const LockBytesSource&) = delete;
    LockBytesSource& operator=(const LockBytesSource&) = delete;

    std::uint64_t Size() const override { return size_; }
    std::size_t Read(std::uint64_t offset, std::span<std::uint8_t> target) const override;
    ILockBytes& Target() const { return lockBytes_; }

  private:
    ILockBytes& lockBytes_;
    std::uint64_t size_;
};

class LockBytesRoot final : public StorageRoot {
  public:
    // `node` begins a transaction on what `source` holds, or on nothing. `memory` is what `source` reads
    // from, if that is ours.
    LockBytesRoot(std::shared_ptr<compound_file::Node> node, std::shared_ptr<const LockBytesSource> source,
                  MemoryLockBytes* memory, compound_file::Version version)
        : StorageRoot(std::move(node), {}), source_(std::move(source)), memory_(memory), version_(version) {}

  protected:
    HRESULT CommitChanges() override;

  private:
    std::shared_ptr<const LockBytesSource> source_;
    MemoryLockBytes* memory_;
    compound_file::Version version_;
};

}  // namespace mapi_msg

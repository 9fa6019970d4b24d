// ILockBytes on bytes in memory.
#pragma once

#include <cstdint>
#include <memory>
#include <mutex>
#include <utility>
#include <vector>

#include "abi/windows_sync.h"
#include "storage/com_object.h"

namespace mapi_msg {

class MemoryLockBytes final : public ComObject<ILockBytes> {
  public:
    explicit MemoryLockBytes(std::vector<std::uint8_t> bytes)
        : bytes_(std::make_shared<std::vector<std::uint8_t>>(std::move(bytes))) {}

    // What is in it now. It stays as it is: what comes later is written to a copy.
    std::shared_ptr<const std::vector<std::uint8_t>> Bytes() const;
    // Takes these in the place of all that is in it.
    void Replace(std::vector<std::uint8_t> bytes);
    // Another number after each change.
    std::uint64_t Version() const;

    HRESULT STDMETHODCALLTYPE ReadAt(ULARGE_INTEGER offset, void* target, ULONG size, ULONG* read) override;
    HRESULT STDMETHODCALLTYPE WriteAt(ULARGE_INTEGER offset, const void* bytes, ULONG size,
                                      ULONG* written) override;
    HRESULT STDMETHODCALLTYPE Flush() override;
    HRESULT STDMETHODCALLTYPE SetSize(ULARGE_INTEGER size) override;
    HRESULT STDMETHODCALLTYPE LockRegion(ULARGE_INTEGER, ULARGE_INTEGER, DWORD) override;
    HRESULT STDMETHODCALLTYPE UnlockRegion(ULARGE_INTEGER, ULARGE_INTEGER, DWORD) override;
    HRESULT STDMETHODCALLTYPE Stat(STATSTG* status, DWORD flags) override;

  private:
    std::vector<std::uint8_t>& ToChange();

    mutable Mutex mutex_;
    std::shared_ptr<std::vector<std::uint8_t>> bytes_;
    std::uint64_t version_ = 1;
};

}  // namespace mapi_msg

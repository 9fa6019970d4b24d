#include "storage/memory_lock_bytes.h"

#include <algorithm>
#include <atomic>
#include <cstring>
#include <limits>

#include "storage/storage_result.h"

namespace mapi_msg {

std::shared_ptr<const std::vector<std::uint8_t>> MemoryLockBytes::Bytes() const {
    const std::lock_guard lock(mutex_);
    return bytes_;
}

void MemoryLockBytes::Replace(std::vector<std::uint8_t> bytes) {
    auto replacement = std::make_shared<std::vector<std::uint8_t>>(std::move(bytes));
    const std::lock_guard lock(mutex_);
    ++version_;
    bytes_ = std::move(replacement);
}

// Under the lock.
std::vector<std::uint8_t>& MemoryLockBytes::ToChange() {
    if (bytes_.use_count() > 1) bytes_ = std::make_shared<std::vector<std::uint8_t>>(*bytes_);
    // What another thread read of them it has read by now.
    std::atomic_thread_fence(std::memory_order_acquire);
    ++version_;
    return *bytes_;
}

std::uint64_t MemoryLockBytes::Version() const {
    const std::lock_guard lock(mutex_);
    return version_;
}

HRESULT MemoryLockBytes::ReadAt(ULARGE_INTEGER offset, void* target, ULONG size, ULONG* read) {
    if (read) *read = 0;
    if (!target) return STG_E_INVALIDPOINTER;
    const std::lock_guard lock(mutex_);
    if (offset.QuadPart >= bytes_->size()) return S_OK;
    const auto start = static_cast<std::size_t>(offset.QuadPart);
    const std::size_t done = std::min<std::size_t>(size, bytes_->size() - start);
    if (done > 0) std::memcpy(target, bytes_->data() + start, done);
    if (read) *read = static_cast<ULONG>(done);
    return S_OK;
}

HRESULT MemoryLockBytes::WriteAt(ULARGE_INTEGER offset, const void* bytes, ULONG size, ULONG* written) {
    if (written) *written = 0;
    if (!bytes) return STG_E_INVALIDPOINTER;
    return Guarded([&] {
        const std::lock_guard lock(mutex_);
        if (offset.QuadPart > std::numeric_limits<std::size_t>::max() - size) return STG_E_MEDIUMFULL;
        std::vector<std::uint8_t>& own = ToChange();
        const auto start = static_cast<std::size_t>(offset.QuadPart);
        if (own.size() < start + size) own.resize(start + size);
        if (size > 0) std::memcpy(own.data() + start, bytes, size);
        if (written) *written = size;
        return S_OK;
    });
}

HRESULT MemoryLockBytes::Flush() { return S_OK; }

HRESULT MemoryLockBytes::SetSize(ULARGE_INTEGER size) {
    return Guarded([&] {
        const std::lock_guard lock(mutex_);
        if (size.QuadPart > bytes_->max_size()) return STG_E_MEDIUMFULL;
        ToChange().resize(static_cast<std::size_t>(size.QuadPart));
        return S_OK;
    });
}

HRESULT MemoryLockBytes::LockRegion(ULARGE_INTEGER, ULARGE_INTEGER, DWORD) { return STG_E_INVALIDFUNCTION; }

HRESULT MemoryLockBytes::UnlockRegion(ULARGE_INTEGER, ULARGE_INTEGER, DWORD) { return STG_E_INVALIDFUNCTION; }

HRESULT MemoryLockBytes::Stat(STATSTG* status, DWORD) {
    if (!status) return STG_E_INVALIDPOINTER;
    const std::lock_guard lock(mutex_);
    *status = {};
    status->type = STGTY_LOCKBYTES;
    status->cbSize.QuadPart = bytes_->size();
    return S_OK;
}

}  // namespace mapi_msg

#include "storage/stream_object.h"

#include <algorithm>
#include <limits>
#include <span>
#include <vector>

#include "storage/element_status.h"

namespace mapi_msg {
namespace {

// What the format's 4-byte sector numbers reach with 4096-byte sectors, nearly.
constexpr std::uint64_t kLargestStream = std::uint64_t{1} << 43;

}  // namespace

HRESULT StreamObject::Read(void* target, ULONG size, ULONG* read) {
    if (read) *read = 0;
    if (!target && size > 0) return STG_E_INVALIDPOINTER;
    return Call([&] {
        const std::size_t done =
            node_->GetContent().Read(position_, {static_cast<std::uint8_t*>(target), std::size_t{size}});
        position_ += done;
        if (read) *read = static_cast<ULONG>(done);
        return S_OK;
    });
}

HRESULT StreamObject::Write(const void* bytes, ULONG size, ULONG* written) {
    if (written) *written = 0;
    if (!bytes && size > 0) return STG_E_INVALIDPOINTER;
    return Call([&] {
        if (!IsWritable()) return STG_E_ACCESSDENIED;
        if (position_ > kLargestStream - size) return STG_E_DOCFILETOOLARGE;
        root_->MarkChanged();
        node_->WritableContent().Write(position_,
                                       {static_cast<const std::uint8_t*>(bytes), std::size_t{size}});
        position_ += size;
        if (written) *written = size;
        return S_OK;
    });
}

HRESULT StreamObject::Seek(LARGE_INTEGER move, DWORD origin, ULARGE_INTEGER* position) {
    return Call([&] {
        std::uint64_t base = 0;
        if (origin == STREAM_SEEK_CUR) {
            base = position_;
        } else if (origin == STREAM_SEEK_END) {
            base = node_->Size();
        } else if (origin != STREAM_SEEK_SET) {
            return STG_E_INVALIDFUNCTION;
        }
        const bool isBack = move.QuadPart < 0;
        const std::uint64_t distance =
            isBack ? std::uint64_t{0} - static_cast<std::uint64_t>(move.QuadPart) : move.QuadPart;
        constexpr auto kFarthest = static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max());
        if (isBack ? distance > base : distance > kFarthest - base) return STG_E_INVALIDFUNCTION;
        position_ = isBack ? base - distance : base + distance;
        if (position) position->QuadPart = position_;
        return S_OK;
    });
}

HRESULT StreamObject::SetSize(ULARGE_INTEGER size) {
    return Call([&] {
        if (!IsWritable()) return STG_E_ACCESSDENIED;
        if (size.QuadPart > kLargestStream) return STG_E_DOCFILETOOLARGE;
        root_->MarkChanged();
        node_->WritableContent().Resize(size.QuadPart);
        return S_OK;
    });
}

// The target may be of the same file, so that the lock is not held while it is written.
HRESULT StreamObject::CopyTo(IStream* target, ULARGE_INTEGER size, ULARGE_INTEGER* read,
                             ULARGE_INTEGER* written) {
    if (read) read->QuadPart = 0;
    if (written) written->QuadPart = 0;
    if (!target) return STG_E_INVALIDPOINTER;
    return Guarded([&]() -> HRESULT {
        constexpr std::uint64_t kBufferSize = 256 * 1024;
        std::vector<std::uint8_t> buffer(
            static_cast<std::size_t>(std::min(size.QuadPart, ULONGLONG{kBufferSize})));
        std::uint64_t left = size.QuadPart;
        while (left > 0) {
            ULONG got = 0;
            const auto wanted = static_cast<ULONG>(std::min<std::uint64_t>(left, buffer.size()));
            HRESULT result = Read(buffer.data(), wanted, &got);
            if (FAILED(result)) return result;
            if (got == 0) break;
            left -= got;
            if (read) read->QuadPart += got;
            ULONG put = 0;
            result = target->Write(buffer.data(), got, &put);
            if (written) written->QuadPart += put;
            if (FAILED(result)) return result;
            if (put < got) return STG_E_MEDIUMFULL;
        }
        return S_OK;
    });
}

// Streams are never transacted themselves: their storage is.
HRESULT StreamObject::Commit(DWORD) {
    return Call([] { return S_OK; });
}

HRESULT StreamObject::Revert() {
    return Call([] { return S_OK; });
}

HRESULT StreamObject::LockRegion(ULARGE_INTEGER, ULARGE_INTEGER, DWORD) { return STG_E_INVALIDFUNCTION; }

HRESULT StreamObject::UnlockRegion(ULARGE_INTEGER, ULARGE_INTEGER, DWORD) { return STG_E_INVALIDFUNCTION; }

HRESULT StreamObject::Stat(STATSTG* status, DWORD flags) {
    if (!status) return STG_E_INVALIDPOINTER;
    return Call([&] {
        *status = StatusOf(*node_);
        status->grfMode = mode_;
        if (flags & STATFLAG_NONAME) return S_OK;
        status->pwcsName = CopyName(node_->Name());
        return status->pwcsName ? S_OK : STG_E_INSUFFICIENTMEMORY;
    });
}

HRESULT StreamObject::Clone(IStream** clone) {
    if (!clone) return STG_E_INVALIDPOINTER;
    *clone = nullptr;
    return Call([&] {
        *clone = new StreamObject(root_, node_, mode_, position_);
        return S_OK;
    });
}

}  // namespace mapi_msg

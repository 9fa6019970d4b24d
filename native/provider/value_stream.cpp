#include "provider/value_stream.h"

#include "provider/stream_copy.h"

namespace mapi_msg {

ValueStream::ValueStream(TreeObject& owner, std::shared_ptr<ValueSource> source, std::u16string name)
    : ComTreeObject(owner.SharedTree()), owner_(&owner), source_(std::move(source)), name_(std::move(name)) {}

HRESULT ValueStream::QueryInterface(REFIID iid, void** object) {
    return Query(iid == IID_IUnknown || iid == IID_ISequentialStream || iid == IID_IStream ||
                     iid == IID_IStreamDocfile,
                 object);
}

HRESULT ValueStream::Read(void* buffer, ULONG count, ULONG* read) {
    if (read) *read = 0;
    return CallStorage([&]() -> HRESULT {
        if (!buffer) return STG_E_INVALIDPOINTER;
        const ULONG got = source_->Read(position_, buffer, count);
        position_ += got;
        if (read) *read = got;
        return S_OK;
    });
}

HRESULT ValueStream::Write(const void*, ULONG, ULONG* written) {
    if (written) *written = 0;
    return Call([]() -> HRESULT { return STG_E_ACCESSDENIED; });
}

HRESULT ValueStream::Seek(LARGE_INTEGER move, DWORD origin, ULARGE_INTEGER* position) {
    return CallStorage([&]() -> HRESULT {
        std::uint64_t base;
        switch (origin) {
            case STREAM_SEEK_SET:
                base = 0;
                break;
            case STREAM_SEEK_CUR:
                base = position_;
                break;
            case STREAM_SEEK_END:
                base = source_->Size();
                break;
            default:
                return STG_E_INVALIDFUNCTION;
        }
        const auto distance = static_cast<std::uint64_t>(move.QuadPart);
        const std::uint64_t target = base + distance;
        // Before the beginning, or too far: the sum went below 0 or beyond what a signed offset holds.
        if (target > INT64_MAX) return STG_E_INVALIDFUNCTION;
        position_ = target;
        if (position) position->QuadPart = position_;
        return S_OK;
    });
}

HRESULT ValueStream::SetSize(ULARGE_INTEGER) {
    return Call([]() -> HRESULT { return STG_E_ACCESSDENIED; });
}

HRESULT ValueStream::CopyTo(IStream* target, ULARGE_INTEGER count, ULARGE_INTEGER* read,
                            ULARGE_INTEGER* written) {
    return Call([&] { return CopyStream(*this, target, count, read, written); });
}

HRESULT ValueStream::Commit(DWORD) {
    return Call([]() -> HRESULT { return S_OK; });
}

HRESULT ValueStream::Revert() {
    return Call([]() -> HRESULT { return S_OK; });
}

HRESULT ValueStream::LockRegion(ULARGE_INTEGER, ULARGE_INTEGER, DWORD) {
    return Call([]() -> HRESULT { return STG_E_INVALIDFUNCTION; });
}

HRESULT ValueStream::UnlockRegion(ULARGE_INTEGER, ULARGE_INTEGER, DWORD) {
    return Call([]() -> HRESULT { return STG_E_INVALIDFUNCTION; });
}

HRESULT ValueStream::Stat(STATSTG* status, DWORD flags) {
    return CallStorage([&]() -> HRESULT {
        if (!status) return STG_E_INVALIDPOINTER;
        *status = {};
        status->type = STGTY_STREAM;
        status->cbSize.QuadPart = source_->Size();
        status->grfMode = STGM_READ | STGM_SHARE_EXCLUSIVE;
        if (!(flags & STATFLAG_NONAME) && !name_.empty()) status->pwcsName = ToTaskString(name_);
        return S_OK;
    });
}

HRESULT ValueStream::Clone(IStream** clone) {
    if (clone) *clone = nullptr;
    return Call([&]() -> HRESULT {
        if (!clone) return STG_E_INVALIDPOINTER;
        auto* copy = new ValueStream(*owner_.Get(), source_, name_);
        copy->position_ = position_;
        *clone = copy;
        return S_OK;
    });
}

}  // namespace mapi_msg

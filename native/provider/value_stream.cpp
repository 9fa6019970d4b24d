#include "provider/value_stream.h"

#include <algorithm>
#include <cstring>
#include <vector>

#include "provider/stream_copy.h"

namespace mapi_msg {

namespace {

class StreamSource final : public ByteSource {
  public:
    explicit StreamSource(std::shared_ptr<SharedStream> stream) : stream_(std::move(stream)) {}

    std::uint64_t Size() override { return SizeOf(*stream_->stream); }

    ULONG Read(std::uint64_t position, void* buffer, ULONG count) override {
        LARGE_INTEGER target;
        target.QuadPart = static_cast<LONGLONG>(position);
        ThrowIfStorageFailed(stream_->stream->Seek(target, STREAM_SEEK_SET, nullptr));
        ULONG read = 0;
        ThrowIfStorageFailed(stream_->stream->Read(buffer, count, &read));
        return std::min(read, count);
    }

  private:
    std::shared_ptr<SharedStream> stream_;
};

class MemorySource final : public ByteSource {
  public:
    explicit MemorySource(format::ByteVector bytes) : bytes_(std::move(bytes)) {}

    std::uint64_t Size() override { return bytes_.size(); }

    ULONG Read(std::uint64_t position, void* buffer, ULONG count) override {
        if (position >= bytes_.size()) return 0;
        const std::size_t start = static_cast<std::size_t>(position);
        const std::size_t size = std::min<std::size_t>(bytes_.size() - start, count);
        std::memcpy(buffer, bytes_.data() + start, size);
        return static_cast<ULONG>(size);
    }

  private:
    format::ByteVector bytes_;
};

}  // namespace

std::shared_ptr<ByteSource> MakeStreamSource(std::shared_ptr<SharedStream> stream) {
    return std::make_shared<StreamSource>(std::move(stream));
}

std::shared_ptr<ByteSource> MakeMemorySource(format::ByteVector bytes) {
    return std::make_shared<MemorySource>(std::move(bytes));
}

ValueStream::ValueStream(TreeObject& owner, std::shared_ptr<ByteSource> source, std::u16string name)
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

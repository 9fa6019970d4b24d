#include "provider/element_stream.h"

namespace mapi_msg {

ElementStream::ElementStream(TreeObject& owner, ComPtr<IStream> stream)
    : ComTreeObject(owner.SharedTree()), owner_(&owner), stream_(std::move(stream)) {}

HRESULT ElementStream::QueryInterface(REFIID iid, void** object) {
    return Query(iid == IID_IUnknown || iid == IID_ISequentialStream || iid == IID_IStream, object);
}

HRESULT ElementStream::Read(void* buffer, ULONG count, ULONG* read) {
    return Call([&] { return stream_->Read(buffer, count, read); });
}

HRESULT ElementStream::Write(const void* buffer, ULONG count, ULONG* written) {
    return Call([&] { return stream_->Write(buffer, count, written); });
}

HRESULT ElementStream::Seek(LARGE_INTEGER move, DWORD origin, ULARGE_INTEGER* position) {
    return Call([&] { return stream_->Seek(move, origin, position); });
}

HRESULT ElementStream::SetSize(ULARGE_INTEGER size) {
    return Call([&] { return stream_->SetSize(size); });
}

HRESULT ElementStream::CopyTo(IStream* target, ULARGE_INTEGER count, ULARGE_INTEGER* read,
                              ULARGE_INTEGER* written) {
    return Call([&] { return stream_->CopyTo(target, count, read, written); });
}

HRESULT ElementStream::Commit(DWORD flags) {
    return Call([&] { return stream_->Commit(flags); });
}

HRESULT ElementStream::Revert() {
    return Call([&] { return stream_->Revert(); });
}

HRESULT ElementStream::LockRegion(ULARGE_INTEGER, ULARGE_INTEGER, DWORD) {
    return Call([]() -> HRESULT { return STG_E_INVALIDFUNCTION; });
}

HRESULT ElementStream::UnlockRegion(ULARGE_INTEGER, ULARGE_INTEGER, DWORD) {
    return Call([]() -> HRESULT { return STG_E_INVALIDFUNCTION; });
}

HRESULT ElementStream::Stat(STATSTG* status, DWORD flags) {
    return Call([&] { return stream_->Stat(status, flags); });
}

HRESULT ElementStream::Clone(IStream** clone) {
    if (clone) *clone = nullptr;
    return Call([&]() -> HRESULT {
        if (!clone) return STG_E_INVALIDPOINTER;
        ComPtr<IStream> copy;
        const HRESULT result = stream_->Clone(copy.Put());
        if (FAILED(result)) return result;
        *clone = new ElementStream(*this, std::move(copy));
        return S_OK;
    });
}

}  // namespace mapi_msg

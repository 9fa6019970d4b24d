#include "provider/value_write_stream.h"

namespace mapi_msg {

namespace {

// What the format's size fields hold.
constexpr std::uint64_t kLargestValue = UINT32_MAX;

}  // namespace

ValueWriteStream::ValueWriteStream(TreeObject& owner, ValueOwner& valueOwner, format::PropertyTag tag,
                                   std::shared_ptr<ValueSource> source)
    : ValueStream(owner, source), valueOwner_(valueOwner), tag_(tag), stored_(std::move(source)) {
    if (stored_) return;
    changed_ = std::make_shared<ValueBuffer>();
    stored_ = std::make_shared<ValueBuffer>();
    source_ = changed_;
}

ValueBuffer& ValueWriteStream::OwnBytes() {
    if (!changed_) {
        auto copy = std::make_shared<ValueBuffer>();
        copy->Append(*stored_);
        changed_ = std::move(copy);
        source_ = changed_;
    }
    return *changed_;
}

HRESULT ValueWriteStream::Write(const void* buffer, ULONG count, ULONG* written) {
    if (written) *written = 0;
    return CallStorage([&]() -> HRESULT {
        if (!buffer) return STG_E_INVALIDPOINTER;
        if (position_ > kLargestValue - count) return STG_E_DOCFILETOOLARGE;
        OwnBytes().Write(position_, buffer, count);
        position_ += count;
        if (written) *written = count;
        return S_OK;
    });
}

HRESULT ValueWriteStream::SetSize(ULARGE_INTEGER size) {
    return CallStorage([&]() -> HRESULT {
        if (size.QuadPart > kLargestValue) return STG_E_DOCFILETOOLARGE;
        OwnBytes().Resize(size.QuadPart);
        return S_OK;
    });
}

void ValueWriteStream::Store() {
    if (!changed_) return;
    valueOwner_.StoreValue(tag_, changed_);
    stored_ = std::move(changed_);
}

HRESULT ValueWriteStream::Commit(DWORD) {
    return CallStorage([&]() -> HRESULT {
        Store();
        return S_OK;
    });
}

HRESULT ValueWriteStream::Revert() {
    return CallStorage([&]() -> HRESULT {
        changed_.reset();
        source_ = stored_;
        return S_OK;
    });
}

HRESULT ValueWriteStream::Stat(STATSTG* status, DWORD flags) {
    const HRESULT result = ValueStream::Stat(status, flags);
    if (SUCCEEDED(result)) status->grfMode = STGM_READWRITE | STGM_SHARE_EXCLUSIVE;
    return result;
}

void ValueWriteStream::CloseContents() noexcept {
    // There is nobody to tell of a failure.
    if (!Tree().Closed()) static_cast<void>(Guarded([&]() -> HRESULT { return Store(), S_OK; }));
    changed_.reset();
    stored_.reset();
    ValueStream::CloseContents();
}

}  // namespace mapi_msg

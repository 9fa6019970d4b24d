#include "provider/tree_object.h"

#include "provider/error_text.h"

namespace mapi_msg {

TreeObject::TreeObject(std::shared_ptr<MessageTree> tree) : tree_(std::move(tree)) { tree_->Add(*this); }

bool TreeObject::TryAddReference() noexcept {
    ULONG count = references_;
    do {
        if (count == 0) return false;
    } while (!references_.compare_exchange_weak(count, count + 1));
    return true;
}

ULONG TreeObject::ReleaseReference() noexcept {
    const ULONG count = --references_;
    if (count == 0) Destroy();
    return count;
}

void TreeObject::Destroy() noexcept {
    const std::shared_ptr<MessageTree> tree = tree_;
    bool last = false;
    {
        const std::lock_guard lock(tree->Mutex());
        const bool wasClosed = tree->Closed();
        if (!wasClosed) CloseContents();
        tree->Remove(*this);
        last = !wasClosed && tree->Closed();
    }
    if (last) {
        // The client gets the message's pointer once more; using it then must not delete it twice.
        constexpr ULONG kBeingDestroyed = 1u << 30;
        references_ = kBeingDestroyed;
        tree->TellReleased();
    }
    delete this;
}

HRESULT TreeObject::DescribeLastError(HRESULT result, ULONG flags, MAPIERROR** error) noexcept {
    return Guarded([&]() -> HRESULT {
        if (!error) return MAPI_E_INVALID_PARAMETER;
        *error = nullptr;
        if (flags & ~MAPI_UNICODE) return MAPI_E_UNKNOWN_FLAGS;
        const std::lock_guard lock(tree_->Mutex());
        if (tree_->Closed() || finished_) return MAPI_E_INVALID_OBJECT;
        if (SUCCEEDED(result) || result != lastError_.result) return S_OK;
        *error = DescribeError(lastError_, (flags & MAPI_UNICODE) != 0, tree_->Memory());
        return S_OK;
    });
}

}  // namespace mapi_msg

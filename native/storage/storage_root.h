// What all objects share that were opened from one root storage.
#pragma once

#include <windows.h>

#include <memory>
#include <mutex>
#include <string>

#include "abi/windows_sync.h"
#include "storage/compound_file/node.h"
#include "storage/storage_result.h"

namespace mapi_msg {

class StorageRoot {
  public:
    StorageRoot(std::shared_ptr<compound_file::Node> node, std::wstring name)
        : node_(std::move(node)), name_(std::move(name)) {}
    virtual ~StorageRoot() = default;

    const std::shared_ptr<compound_file::Node>& RootNode() const { return node_; }
    // The file's path; empty for bytes.
    const std::wstring& Name() const { return name_; }
    // Does some work on the tree, if the node is still there. `work` returns an HRESULT and may throw.
    template <typename Work>
    HRESULT WithNode(const compound_file::Node& node, const Work& work) noexcept {
        return Guarded([&] {
            const std::lock_guard lock(mutex_);
            return node.IsGone() ? STG_E_REVERTED : work();
        });
    }

    // For use in `work`: that it changes something, and what becomes of all changes in the end.
    void MarkChanged() { isChanged_ = true; }
    HRESULT Commit() {
        if (!isChanged_) return S_OK;
        const HRESULT result = CommitChanges();
        if (SUCCEEDED(result)) isChanged_ = false;
        return result;
    }

  protected:
    // Makes the changes of the root's transaction last, and its node read through what was written. May
    // throw.
    virtual HRESULT CommitChanges() = 0;

  private:
    Mutex mutex_;
    bool isChanged_ = false;
    std::shared_ptr<compound_file::Node> node_;
    std::wstring name_;
};

}  // namespace mapi_msg

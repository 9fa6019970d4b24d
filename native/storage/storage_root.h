// What all objects share that were opened from one root storage.
#pragma once

#include <windows.h>

#include <memory>
#include <mutex>
#include <string>

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
    // Makes the changes of the root's transaction last. Called under the lock; may throw.
    virtual HRESULT Commit() = 0;

    // Does some work on the tree, if the node is still there. `work` returns an HRESULT and may throw.
    template <typename Work>
    HRESULT WithNode(const compound_file::Node& node, const Work& work) noexcept {
        return Guarded([&] {
            const std::lock_guard lock(mutex_);
            return node.IsGone() ? STG_E_REVERTED : work();
        });
    }

  private:
    std::mutex mutex_;
    std::shared_ptr<compound_file::Node> node_;
    std::wstring name_;
};

}  // namespace mapi_msg

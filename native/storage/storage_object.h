// IStorage on a storage of a compound file.
// https://learn.microsoft.com/windows/win32/api/objidl/nn-objidl-istorage
#pragma once

#include <memory>
#include <vector>

#include "abi/indexed_storage.h"
#include "storage/com_object.h"
#include "storage/storage_root.h"

namespace mapi_msg {

// Unlike with OLE, an element may be open several times at once: all see the same.
class StorageObject final : public ComObject<IIndexedStorage, IStorage> {
  public:
    // On a storage that is not the root. Where `mode` has STGM_TRANSACTED, `node` is the first of its
    // transaction.
    StorageObject(std::shared_ptr<StorageRoot> root, std::shared_ptr<compound_file::Node> node, DWORD mode)
        : root_(std::move(root)), node_(std::move(node)), mode_(mode) {}
    // On the root storage.
    StorageObject(const std::shared_ptr<StorageRoot>& root, DWORD mode)
        : StorageObject(root, root->RootNode(), mode) {}

    HRESULT STDMETHODCALLTYPE CreateStream(const OLECHAR* name, DWORD mode, DWORD reserved1, DWORD reserved2,
                                           IStream** stream) override;
    HRESULT STDMETHODCALLTYPE OpenStream(const OLECHAR* name, void* reserved1, DWORD mode, DWORD reserved2,
                                         IStream** stream) override;
    HRESULT STDMETHODCALLTYPE CreateStorage(const OLECHAR* name, DWORD mode, DWORD reserved1, DWORD reserved2,
                                            IStorage** storage) override;
    HRESULT STDMETHODCALLTYPE OpenStorage(const OLECHAR* name, IStorage* priority, DWORD mode, SNB exclude,
                                          DWORD reserved, IStorage** storage) override;
    HRESULT STDMETHODCALLTYPE CopyTo(DWORD excludedCount, const IID* excludedIids, SNB excludedNames,
                                     IStorage* target) override;
    HRESULT STDMETHODCALLTYPE MoveElementTo(const OLECHAR* name, IStorage* target, const OLECHAR* newName,
                                            DWORD flags) override;
    HRESULT STDMETHODCALLTYPE Commit(DWORD flags) override;
    HRESULT STDMETHODCALLTYPE Revert() override;
    HRESULT STDMETHODCALLTYPE EnumElements(DWORD reserved1, void* reserved2, DWORD reserved3,
                                           IEnumSTATSTG** elements) override;
    HRESULT STDMETHODCALLTYPE DestroyElement(const OLECHAR* name) override;
    HRESULT STDMETHODCALLTYPE RenameElement(const OLECHAR* from, const OLECHAR* to) override;
    HRESULT STDMETHODCALLTYPE SetElementTimes(const OLECHAR* name, const FILETIME* created,
                                              const FILETIME* accessed, const FILETIME* modified) override;
    HRESULT STDMETHODCALLTYPE SetClass(REFCLSID clsid) override;
    HRESULT STDMETHODCALLTYPE SetStateBits(DWORD bits, DWORD mask) override;
    HRESULT STDMETHODCALLTYPE Stat(STATSTG* status, DWORD flags) override;
    HRESULT STDMETHODCALLTYPE ListElements(const IndexedElement** elements, ULONG* count) override;
    HRESULT STDMETHODCALLTYPE ReadElements(IndexedRead* reads, ULONG count) override;

  protected:
    bool Answers(REFIID iid) const override;

  private:
    template <typename Work>
    HRESULT Call(const Work& work) {
        return root_->WithNode(*node_, work);
    }
    // As Call, but refused where this storage is not writable.
    template <typename Work>
    HRESULT Change(const Work& work);

    bool IsRoot() const { return node_ == root_->RootNode(); }
    HRESULT FindElement(const OLECHAR* name, compound_file::NodeType type, DWORD mode,
                        std::shared_ptr<compound_file::Node>* element);
    HRESULT AddElement(const OLECHAR* name, compound_file::NodeType type, DWORD mode,
                       std::shared_ptr<compound_file::Node>* element);
    IStorage* OpenNode(std::shared_ptr<compound_file::Node> storage, DWORD mode);

    std::shared_ptr<StorageRoot> root_;
    std::shared_ptr<compound_file::Node> node_;
    DWORD mode_;
    // Of ListElements.
    std::vector<IndexedElement> index_;
};

}  // namespace mapi_msg

// IStream on a stream of a compound file.
// https://learn.microsoft.com/windows/win32/api/objidl/nn-objidl-istream
#pragma once

#include <memory>

#include "storage/com_object.h"
#include "storage/storage_root.h"

namespace mapi_msg {

class StreamObject final : public ComObject<IStream, ISequentialStream> {
  public:
    StreamObject(std::shared_ptr<StorageRoot> root, std::shared_ptr<compound_file::Node> node, DWORD mode,
                 std::uint64_t position = 0)
        : root_(std::move(root)), node_(std::move(node)), mode_(mode), position_(position) {}

    HRESULT STDMETHODCALLTYPE Read(void* target, ULONG size, ULONG* read) override;
    HRESULT STDMETHODCALLTYPE Write(const void* bytes, ULONG size, ULONG* written) override;
    HRESULT STDMETHODCALLTYPE Seek(LARGE_INTEGER move, DWORD origin, ULARGE_INTEGER* position) override;
    HRESULT STDMETHODCALLTYPE SetSize(ULARGE_INTEGER size) override;
    HRESULT STDMETHODCALLTYPE CopyTo(IStream* target, ULARGE_INTEGER size, ULARGE_INTEGER* read,
                                     ULARGE_INTEGER* written) override;
    HRESULT STDMETHODCALLTYPE Commit(DWORD flags) override;
    HRESULT STDMETHODCALLTYPE Revert() override;
    HRESULT STDMETHODCALLTYPE LockRegion(ULARGE_INTEGER, ULARGE_INTEGER, DWORD) override;
    HRESULT STDMETHODCALLTYPE UnlockRegion(ULARGE_INTEGER, ULARGE_INTEGER, DWORD) override;
    HRESULT STDMETHODCALLTYPE Stat(STATSTG* status, DWORD flags) override;
    HRESULT STDMETHODCALLTYPE Clone(IStream** clone) override;

  private:
    template <typename Work>
    HRESULT Call(const Work& work) {
        return root_->WithNode(*node_, work);
    }
    bool IsWritable() const { return (mode_ & (STGM_WRITE | STGM_READWRITE)) != 0; }

    std::shared_ptr<StorageRoot> root_;
    std::shared_ptr<compound_file::Node> node_;
    DWORD mode_;
    // Guarded by the root's lock.
    std::uint64_t position_;
};

}  // namespace mapi_msg

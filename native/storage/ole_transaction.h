// OLE's storage on a copy in memory of what it is in, which is replaced in one step at Commit. OLE's own
// transactions are of no use for that: at the end OLE writes into the file, which is neither old nor new if
// the process ends meanwhile; until then what was changed lies in a temporary file; and what is committed
// again and again makes the file grow.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "storage/com_object.h"
#include "storage/memory_lock_bytes.h"

namespace mapi_msg {

// What a storage is in.
class OleTarget {
  public:
    virtual ~OleTarget() = default;
    // The compound file that it holds. Throws StorageFailure or compound_file::Error.
    virtual std::vector<std::uint8_t> Load() = 0;
    // Makes it hold another one. It is as it was if that fails. May throw.
    virtual HRESULT Replace(const std::vector<std::uint8_t>& bytes) = 0;
};

class OleTransaction final : public ComObject<IStorage> {
  public:
    // Begins with what the target holds, or with `isNew` with nothing. `name` is what Stat tells. Throws as
    // OleTarget::Load.
    OleTransaction(std::unique_ptr<OleTarget> target, bool isNew, std::wstring name);

    HRESULT STDMETHODCALLTYPE Commit(DWORD flags) override;
    // Goes back to what the target holds, also after a Commit that failed.
    HRESULT STDMETHODCALLTYPE Revert() override;
    HRESULT STDMETHODCALLTYPE Stat(STATSTG* status, DWORD flags) override;

    HRESULT STDMETHODCALLTYPE CreateStream(const OLECHAR* name, DWORD mode, DWORD reserved1, DWORD reserved2,
                                           IStream** stream) override {
        return inner_->CreateStream(name, mode, reserved1, reserved2, stream);
    }
    HRESULT STDMETHODCALLTYPE OpenStream(const OLECHAR* name, void* reserved1, DWORD mode, DWORD reserved2,
                                         IStream** stream) override {
        return inner_->OpenStream(name, reserved1, mode, reserved2, stream);
    }
    HRESULT STDMETHODCALLTYPE CreateStorage(const OLECHAR* name, DWORD mode, DWORD reserved1, DWORD reserved2,
                                            IStorage** storage) override {
        return inner_->CreateStorage(name, mode, reserved1, reserved2, storage);
    }
    HRESULT STDMETHODCALLTYPE OpenStorage(const OLECHAR* name, IStorage* priority, DWORD mode, SNB exclude,
                                          DWORD reserved, IStorage** storage) override {
        return inner_->OpenStorage(name, priority, mode, exclude, reserved, storage);
    }
    HRESULT STDMETHODCALLTYPE CopyTo(DWORD excludedCount, const IID* excludedIids, SNB excludedNames,
                                     IStorage* target) override {
        return inner_->CopyTo(excludedCount, excludedIids, excludedNames, target);
    }
    HRESULT STDMETHODCALLTYPE MoveElementTo(const OLECHAR* name, IStorage* target, const OLECHAR* newName,
                                            DWORD flags) override {
        return inner_->MoveElementTo(name, target, newName, flags);
    }
    HRESULT STDMETHODCALLTYPE EnumElements(DWORD reserved1, void* reserved2, DWORD reserved3,
                                           IEnumSTATSTG** elements) override {
        return inner_->EnumElements(reserved1, reserved2, reserved3, elements);
    }
    HRESULT STDMETHODCALLTYPE DestroyElement(const OLECHAR* name) override {
        return inner_->DestroyElement(name);
    }
    HRESULT STDMETHODCALLTYPE RenameElement(const OLECHAR* from, const OLECHAR* to) override {
        return inner_->RenameElement(from, to);
    }
    HRESULT STDMETHODCALLTYPE SetElementTimes(const OLECHAR* name, const FILETIME* created,
                                              const FILETIME* accessed, const FILETIME* modified) override {
        return inner_->SetElementTimes(name, created, accessed, modified);
    }
    HRESULT STDMETHODCALLTYPE SetClass(REFCLSID clsid) override { return inner_->SetClass(clsid); }
    HRESULT STDMETHODCALLTYPE SetStateBits(DWORD bits, DWORD mask) override {
        return inner_->SetStateBits(bits, mask);
    }

  private:
    struct Releaser {
        void operator()(IUnknown* object) const { object->Release(); }
    };

    void Begin();

    std::unique_ptr<OleTarget> target_;
    // Whether the target holds nothing that was committed.
    bool isNew_;
    std::wstring name_;
    std::unique_ptr<MemoryLockBytes, Releaser> bytes_;
    std::unique_ptr<IStorage, Releaser> inner_;
    // What of `bytes_` the target holds.
    std::uint64_t savedVersion_ = 0;
};

}  // namespace mapi_msg

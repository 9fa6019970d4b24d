// OLE's storage in a file, but such that the file is replaced in one step. OLE itself writes into the file,
// which is neither old nor new then if the process ends meanwhile. So it works on a copy in memory here.
#pragma once

#include <memory>
#include <string>

#include "storage/com_object.h"
#include "storage/file_target.h"
#include "storage/memory_lock_bytes.h"

namespace mapi_msg {

class OleFileStorage final : public ComObject<IStorage> {
  public:
    // `inner` is on `bytes`, both of which this takes over. With `isNew` they are not what the file holds.
    // `name` is what Stat tells.
    OleFileStorage(IStorage& inner, MemoryLockBytes& bytes, bool isNew, std::wstring name,
                   std::unique_ptr<FileTarget> target);

    HRESULT STDMETHODCALLTYPE Commit(DWORD flags) override;
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
    HRESULT STDMETHODCALLTYPE Revert() override { return inner_->Revert(); }
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

    std::unique_ptr<FileTarget> target_;
    std::unique_ptr<MemoryLockBytes, Releaser> bytes_;
    std::unique_ptr<IStorage, Releaser> inner_;
    std::wstring name_;
    // What of `bytes_` the file holds.
    std::uint64_t savedVersion_;
};

}  // namespace mapi_msg

#include "faulty_provider/streams.h"

#include <algorithm>
#include <cstring>

#include "abi/com_ptr.h"
#include "faulty_provider/object.h"

namespace faulty {
namespace {

using mapi_msg::ComPtr;

constexpr ULONG kFew = 3;
constexpr wchar_t kText[] = L"text";
constexpr ULONG kSize = sizeof kText - sizeof(wchar_t);

LPOLESTR TaskString(const wchar_t* text) {
    const std::size_t size = (std::wcslen(text) + 1) * sizeof(wchar_t);
    void* const copy = ::CoTaskMemAlloc(size);
    std::memcpy(copy, text, size);
    return static_cast<LPOLESTR>(copy);
}

class Stream final : public Object<IStream> {
  public:
    explicit Stream(IStream* other)
        : Object({IID_IUnknown, IID_ISequentialStream, IID_IStream}), other_(other) {}

    HRESULT STDMETHODCALLTYPE Read(void* target, ULONG size, ULONG* read) override {
        *read = 0;
        const Fault fault("IStream::Read");
        if (fault.Fails()) return fault.Result();
        if (fault.Is("none")) return fault.Result();
        if (fault.Is("endless")) {
            std::memset(target, 'x', size);
            *read = size;
            return fault.Result();
        }
        const ULONG most = fault.Is("short") ? std::min(size, kFew) : size;
        const ULONG count = std::min(most, kSize - std::min(position_, kSize));
        std::memcpy(target, reinterpret_cast<const BYTE*>(kText) + position_, count);
        position_ += count;
        *read = fault.Is("more") ? size + 1 : count;
        return fault.Result();
    }
    HRESULT STDMETHODCALLTYPE Write(const void*, ULONG size, ULONG* written) override {
        *written = 0;
        const Fault fault("ISequentialStream::Write");
        if (fault.Fails() || fault.Is("none")) return fault.Result();
        *written = fault.Is("short") ? std::min(size, kFew) : fault.Is("more") ? size + 1 : size;
        return fault.Result();
    }
    HRESULT STDMETHODCALLTYPE Seek(LARGE_INTEGER move, DWORD, ULARGE_INTEGER* position) override {
        const Fault fault("IStream::Seek");
        if (fault.Fails()) return fault.Result();
        position_ = static_cast<ULONG>(move.QuadPart);
        if (position) position->QuadPart = position_;
        return fault.Result();
    }
    HRESULT STDMETHODCALLTYPE SetSize(ULARGE_INTEGER) override { return DoNothing("IStream::SetSize"); }
    HRESULT STDMETHODCALLTYPE CopyTo(IStream*, ULARGE_INTEGER, ULARGE_INTEGER*, ULARGE_INTEGER*) override {
        return E_NOTIMPL;
    }
    HRESULT STDMETHODCALLTYPE Commit(DWORD) override { return DoNothing("IStream::Commit"); }
    HRESULT STDMETHODCALLTYPE Revert() override { return DoNothing("IStream::Revert"); }
    HRESULT STDMETHODCALLTYPE LockRegion(ULARGE_INTEGER, ULARGE_INTEGER, DWORD) override { return E_NOTIMPL; }
    HRESULT STDMETHODCALLTYPE UnlockRegion(ULARGE_INTEGER, ULARGE_INTEGER, DWORD) override {
        return E_NOTIMPL;
    }
    HRESULT STDMETHODCALLTYPE Stat(STATSTG* stat, DWORD) override {
        const Fault fault("IStream::Stat");
        if (fault.Fails()) return fault.Result();
        *stat = {};
        stat->type = STGTY_STREAM;
        stat->cbSize.QuadPart = fault.Is("huge") ? ~std::uint64_t{0} : kSize;
        // Though STATFLAG_NONAME was passed.
        if (fault.Is("name")) stat->pwcsName = TaskString(L"a stream");
        return fault.Result();
    }
    HRESULT STDMETHODCALLTYPE Clone(IStream** clone) override {
        return HandOut("IStream::Clone", clone, [this] { return new Stream(other_.Get()); });
    }

  private:
    const ComPtr<IStream> other_;
    ULONG position_ = 0;
};

// It goes wrong by telling `more` elements than asked, by `nulls` in place of names, and by being `endless`.
class Elements final : public Object<IEnumSTATSTG> {
  public:
    Elements() : Object({IID_IUnknown, IID_IEnumSTATSTG}) {}

    HRESULT STDMETHODCALLTYPE Next(ULONG size, STATSTG* stats, ULONG* count) override {
        *count = 0;
        const Fault fault("IEnumSTATSTG::Next");
        if (fault.Fails()) return fault.Result();
        if (fault.Is("endless")) isDone_ = false;
        if (isDone_) return S_FALSE;
        isDone_ = true;
        const ULONG wanted = fault.Is("endless") ? size : 2;
        for (*count = 0; *count < wanted; ++*count) {
            STATSTG& stat = stats[*count];
            stat = {};
            stat.type = *count == 0 ? STGTY_STREAM : STGTY_STORAGE;
            if (!fault.Is("nulls")) stat.pwcsName = TaskString(*count == 0 ? L"a stream" : L"a storage");
        }
        if (fault.Is("more")) *count = size + 1;
        return FAILED(fault.Result()) || fault.Is("endless") ? fault.Result() : S_FALSE;
    }
    HRESULT STDMETHODCALLTYPE Skip(ULONG) override { return E_NOTIMPL; }
    HRESULT STDMETHODCALLTYPE Reset() override { return E_NOTIMPL; }
    HRESULT STDMETHODCALLTYPE Clone(IEnumSTATSTG**) override { return E_NOTIMPL; }

  private:
    bool isDone_ = false;
};

class Storage final : public Object<IStorage> {
  public:
    Storage() : Object({IID_IUnknown, IID_IStorage}) {}

    HRESULT STDMETHODCALLTYPE CreateStream(const OLECHAR*, DWORD, DWORD, DWORD, IStream** stream) override {
        return HandOut("IStorage::CreateStream", stream, MakeStream);
    }
    HRESULT STDMETHODCALLTYPE OpenStream(const OLECHAR*, void*, DWORD, DWORD, IStream** stream) override {
        return HandOut("IStorage::OpenStream", stream, MakeStream);
    }
    HRESULT STDMETHODCALLTYPE CreateStorage(const OLECHAR*, DWORD, DWORD, DWORD,
                                            IStorage** storage) override {
        return HandOut("IStorage::CreateStorage", storage, MakeStorage);
    }
    HRESULT STDMETHODCALLTYPE OpenStorage(const OLECHAR*, IStorage*, DWORD, SNB, DWORD,
                                          IStorage** storage) override {
        return HandOut("IStorage::OpenStorage", storage, MakeStorage);
    }
    HRESULT STDMETHODCALLTYPE CopyTo(DWORD, const IID*, SNB, IStorage*) override {
        return DoNothing("IStorage::CopyTo");
    }
    HRESULT STDMETHODCALLTYPE MoveElementTo(const OLECHAR*, IStorage*, const OLECHAR*, DWORD) override {
        return E_NOTIMPL;
    }
    HRESULT STDMETHODCALLTYPE Commit(DWORD) override { return DoNothing("IStorage::Commit"); }
    HRESULT STDMETHODCALLTYPE Revert() override { return DoNothing("IStorage::Revert"); }
    HRESULT STDMETHODCALLTYPE EnumElements(DWORD, void*, DWORD, IEnumSTATSTG** elements) override {
        return HandOut("IStorage::EnumElements", elements, [] { return new Elements(); });
    }
    HRESULT STDMETHODCALLTYPE DestroyElement(const OLECHAR*) override {
        return DoNothing("IStorage::DestroyElement");
    }
    HRESULT STDMETHODCALLTYPE RenameElement(const OLECHAR*, const OLECHAR*) override {
        return DoNothing("IStorage::RenameElement");
    }
    HRESULT STDMETHODCALLTYPE SetElementTimes(const OLECHAR*, const FILETIME*, const FILETIME*,
                                              const FILETIME*) override {
        return E_NOTIMPL;
    }
    HRESULT STDMETHODCALLTYPE SetClass(REFCLSID) override { return DoNothing("IStorage::SetClass"); }
    HRESULT STDMETHODCALLTYPE SetStateBits(DWORD, DWORD) override { return E_NOTIMPL; }
    HRESULT STDMETHODCALLTYPE Stat(STATSTG* stat, DWORD) override {
        const Fault fault("IStorage::Stat");
        if (fault.Fails()) return fault.Result();
        *stat = {};
        stat->type = STGTY_STORAGE;
        if (!fault.Is("nulls")) stat->pwcsName = TaskString(L"a storage");
        return fault.Result();
    }
};

}  // namespace

IStream* MakeStream() { return new Stream(nullptr); }

IStream* MakeStreamOn(IStream* other) { return new Stream(other); }

IStorage* MakeStorage() { return new Storage(); }

}  // namespace faulty

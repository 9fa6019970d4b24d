#include "storage/copy_elements.h"

#include <algorithm>
#include <cwchar>
#include <memory>

namespace mapi_msg {
namespace {

struct Releaser {
    void operator()(IUnknown* object) const { object->Release(); }
};
template <typename Interface>
using Owned = std::unique_ptr<Interface, Releaser>;

struct TaskMemoryFreer {
    void operator()(void* memory) const { ::CoTaskMemFree(memory); }
};
using OwnedName = std::unique_ptr<OLECHAR, TaskMemoryFreer>;

constexpr DWORD kReadMode = STGM_READ | STGM_SHARE_EXCLUSIVE;
constexpr DWORD kWriteMode = STGM_READWRITE | STGM_SHARE_EXCLUSIVE;

bool IsExcluded(const ElementFilter& filter, const OLECHAR* name) {
    if (!filter.excludedNames) return false;
    for (SNB each = filter.excludedNames; *each; ++each) {
        if (_wcsicmp(*each, name) == 0) return true;
    }
    return false;
}

bool IsExcluded(const ElementFilter& filter, REFIID iid) {
    return std::ranges::any_of(filter.excludedIids, [&](const IID& each) { return each == iid; });
}

HRESULT CopyStream(IStorage& source, const OLECHAR* name, IStorage& target, const OLECHAR* newName) {
    IStream* opened = nullptr;
    HRESULT result = source.OpenStream(name, nullptr, kReadMode, 0, &opened);
    if (FAILED(result)) return result;
    const Owned<IStream> from(opened);
    result = target.CreateStream(newName, kWriteMode | STGM_CREATE, 0, 0, &opened);
    if (FAILED(result)) return result;
    const Owned<IStream> to(opened);
    ULARGE_INTEGER all = {};
    all.QuadPart = ~ULONGLONG{0};
    return from->CopyTo(to.get(), all, nullptr, nullptr);
}

HRESULT CopyStorage(IStorage& source, const OLECHAR* name, const ElementFilter& filter, IStorage& target,
                    const OLECHAR* newName) {
    IStorage* opened = nullptr;
    HRESULT result = source.OpenStorage(name, nullptr, kReadMode, nullptr, 0, &opened);
    if (FAILED(result)) return result;
    const Owned<IStorage> from(opened);
    result = target.CreateStorage(newName, kWriteMode, 0, 0, &opened);
    if (result == STG_E_FILEALREADYEXISTS)
        result = target.OpenStorage(newName, nullptr, kWriteMode, nullptr, 0, &opened);
    if (FAILED(result)) return result;
    const Owned<IStorage> to(opened);
    return CopyElements(*from, filter, *to);
}

}  // namespace

HRESULT CopyElements(IStorage& source, const ElementFilter& filter, IStorage& target) {
    STATSTG own = {};
    HRESULT result = source.Stat(&own, STATFLAG_NONAME);
    if (SUCCEEDED(result)) result = target.SetClass(own.clsid);
    if (SUCCEEDED(result)) result = target.SetStateBits(own.grfStateBits, ~DWORD{0});
    if (FAILED(result)) return result;

    IEnumSTATSTG* opened = nullptr;
    result = source.EnumElements(0, nullptr, 0, &opened);
    if (FAILED(result)) return result;
    const Owned<IEnumSTATSTG> elements(opened);
    STATSTG element = {};
    // What is excluded by its kind is so on the first level alone; names are excluded there too.
    const ElementFilter everything;
    while ((result = elements->Next(1, &element, nullptr)) == S_OK) {
        const OwnedName name(element.pwcsName);
        // Damaged files have some, which can neither be opened nor made again.
        if (!name || *name == L'\0') continue;
        const bool isStream = element.type == STGTY_STREAM;
        if (IsExcluded(filter, name.get()) || IsExcluded(filter, isStream ? IID_IStream : IID_IStorage))
            continue;
        result = isStream ? CopyStream(source, name.get(), target, name.get())
                          : CopyStorage(source, name.get(), everything, target, name.get());
        if (FAILED(result)) return result;
    }
    return FAILED(result) ? result : S_OK;
}

HRESULT CopyElement(IStorage& source, const OLECHAR* name, IStorage& target, const OLECHAR* newName) {
    const HRESULT result = CopyStream(source, name, target, newName);
    return result == STG_E_FILENOTFOUND ? CopyStorage(source, name, {}, target, newName) : result;
}

}  // namespace mapi_msg

#include "storage/storage_object.h"

#include <cwchar>
#include <vector>

#include "storage/copy_elements.h"
#include "storage/element_enumerator.h"
#include "storage/element_status.h"
#include "storage/stream_object.h"

namespace mapi_msg {
namespace {

using compound_file::Attributes;
using compound_file::Node;
using compound_file::NodeType;

// Only objects of this class answer to it.
constexpr IID kIidStorageObject = {
    0x6d0a4f0e, 0x9d1b, 0x4c55, {0x8f, 0x0c, 0x1e, 0x53, 0x2b, 0x77, 0xa0, 0x64}};

constexpr DWORD kShareMask = 0x70;
constexpr DWORD kAccessMask = STGM_WRITE | STGM_READWRITE;

bool AsksToWrite(DWORD mode) { return (mode & kAccessMask) != STGM_READ; }

// Elements are opened for one alone. https://learn.microsoft.com/windows/win32/stg/stgm-constants
bool IsElementMode(DWORD mode) { return (mode & kShareMask) == STGM_SHARE_EXCLUSIVE; }

// [MS-CFB] 2.6.1
bool IsName(const OLECHAR* name) {
    const std::size_t length = std::wcslen(name);
    return length > 0 && length <= compound_file::kLongestName && !std::wcspbrk(name, L"/\\:!");
}

std::uint64_t Now() {
    FILETIME now = {};
    ::GetSystemTimeAsFileTime(&now);
    return FromFileTime(now);
}

}  // namespace

template <typename Work>
HRESULT StorageObject::Change(const Work& work) {
    return Call([&]() -> HRESULT {
        if (!AsksToWrite(mode_)) return STG_E_ACCESSDENIED;
        root_->MarkChanged();
        return work();
    });
}

bool StorageObject::Answers(REFIID iid) const { return ComObject::Answers(iid) || iid == kIidStorageObject; }

HRESULT StorageObject::FindElement(const OLECHAR* name, NodeType type, DWORD mode,
                                   std::shared_ptr<Node>* element) {
    if (!IsElementMode(mode)) return STG_E_INVALIDFLAG;
    if (AsksToWrite(mode) && !AsksToWrite(mode_)) return STG_E_ACCESSDENIED;
    *element = node_->Find(FromWide(name));
    return *element && (*element)->Type() == type ? S_OK : STG_E_FILENOTFOUND;
}

HRESULT StorageObject::AddElement(const OLECHAR* name, NodeType type, DWORD mode,
                                  std::shared_ptr<Node>* element) {
    if (!IsElementMode(mode) || (mode & STGM_CONVERT)) return STG_E_INVALIDFLAG;
    if (!IsName(name)) return STG_E_INVALIDNAME;
    const std::u16string_view newName = FromWide(name);
    if (node_->Find(newName)) {
        if (!(mode & STGM_CREATE)) return STG_E_FILEALREADYEXISTS;
        node_->Remove(newName);
    }
    Attributes attributes;
    if (type == NodeType::Storage) attributes.creationTime = attributes.modificationTime = Now();
    *element = node_->Add(newName, type, attributes);
    return S_OK;
}

IStorage* StorageObject::OpenNode(std::shared_ptr<Node> storage, DWORD mode) {
    if (mode & STGM_TRANSACTED) storage = Node::BeginTransaction(std::move(storage));
    return new StorageObject(root_, std::move(storage), mode);
}

HRESULT StorageObject::CreateStream(const OLECHAR* name, DWORD mode, DWORD, DWORD, IStream** stream) {
    if (!name || !stream) return STG_E_INVALIDPOINTER;
    *stream = nullptr;
    return Change([&] {
        std::shared_ptr<Node> element;
        const HRESULT result = AddElement(name, NodeType::Stream, mode, &element);
        if (SUCCEEDED(result)) *stream = new StreamObject(root_, std::move(element), mode);
        return result;
    });
}

HRESULT StorageObject::OpenStream(const OLECHAR* name, void*, DWORD mode, DWORD, IStream** stream) {
    if (!name || !stream) return STG_E_INVALIDPOINTER;
    *stream = nullptr;
    return Call([&] {
        std::shared_ptr<Node> element;
        const HRESULT result = FindElement(name, NodeType::Stream, mode, &element);
        if (FAILED(result)) return result;
        // A stream that cannot be read is to fail here.
        static_cast<void>(element->GetContent());
        *stream = new StreamObject(root_, std::move(element), mode);
        return S_OK;
    });
}

HRESULT StorageObject::CreateStorage(const OLECHAR* name, DWORD mode, DWORD, DWORD, IStorage** storage) {
    if (!name || !storage) return STG_E_INVALIDPOINTER;
    *storage = nullptr;
    return Change([&] {
        std::shared_ptr<Node> element;
        const HRESULT result = AddElement(name, NodeType::Storage, mode, &element);
        if (SUCCEEDED(result)) *storage = OpenNode(std::move(element), mode);
        return result;
    });
}

HRESULT StorageObject::OpenStorage(const OLECHAR* name, IStorage* priority, DWORD mode, SNB exclude, DWORD,
                                   IStorage** storage) {
    if (!name || !storage) return STG_E_INVALIDPOINTER;
    *storage = nullptr;
    if (priority || exclude) return STG_E_INVALIDPARAMETER;
    return Call([&] {
        std::shared_ptr<Node> element;
        const HRESULT result = FindElement(name, NodeType::Storage, mode, &element);
        if (SUCCEEDED(result)) *storage = OpenNode(std::move(element), mode);
        return result;
    });
}

HRESULT StorageObject::CopyTo(DWORD excludedCount, const IID* excludedIids, SNB excludedNames,
                              IStorage* target) {
    if (!target || (excludedCount > 0 && !excludedIids)) return STG_E_INVALIDPOINTER;
    StorageObject* own = nullptr;
    if (SUCCEEDED(target->QueryInterface(kIidStorageObject, reinterpret_cast<void**>(&own)))) {
        const bool isWithin = own->node_->IsWithin(*node_);
        own->Release();
        if (isWithin) return STG_E_ACCESSDENIED;
    }
    return Guarded([&] {
        return CopyElements(*this, ElementFilter{{excludedIids, excludedCount}, excludedNames}, *target);
    });
}

HRESULT StorageObject::MoveElementTo(const OLECHAR* name, IStorage* target, const OLECHAR* newName,
                                     DWORD flags) {
    if (!name || !target || !newName) return STG_E_INVALIDPOINTER;
    return Guarded([&] {
        const HRESULT result = CopyElement(*this, name, *target, newName);
        return SUCCEEDED(result) && flags == STGMOVE_MOVE ? DestroyElement(name) : result;
    });
}

HRESULT StorageObject::Commit(DWORD) {
    return Call([&] {
        if (!AsksToWrite(mode_)) return STG_E_ACCESSDENIED;
        if (IsRoot()) return root_->Commit();
        if (mode_ & STGM_TRANSACTED) node_->Publish();
        return S_OK;
    });
}

HRESULT StorageObject::Revert() {
    return Call([&] {
        if (AsksToWrite(mode_) && (mode_ & STGM_TRANSACTED)) node_->Revert();
        return S_OK;
    });
}

HRESULT StorageObject::EnumElements(DWORD, void*, DWORD, IEnumSTATSTG** elements) {
    if (!elements) return STG_E_INVALIDPOINTER;
    *elements = nullptr;
    return Call([&] {
        std::vector<ListedElement> list;
        list.reserve(node_->GetChildren().size());
        for (const auto& [key, child] : node_->GetChildren())
            list.push_back({child->Name(), StatusOf(*child)});
        *elements = new ElementEnumerator(std::move(list));
        return S_OK;
    });
}

HRESULT StorageObject::DestroyElement(const OLECHAR* name) {
    if (!name) return STG_E_INVALIDPOINTER;
    return Change([&] {
        const std::u16string_view wanted = FromWide(name);
        if (!node_->Find(wanted)) return STG_E_FILENOTFOUND;
        node_->Remove(wanted);
        return S_OK;
    });
}

HRESULT StorageObject::RenameElement(const OLECHAR* from, const OLECHAR* to) {
    if (!from || !to) return STG_E_INVALIDPOINTER;
    return Change([&] {
        if (!IsName(to)) return STG_E_INVALIDNAME;
        const std::shared_ptr<Node> element = node_->Find(FromWide(from));
        if (!element) return STG_E_FILENOTFOUND;
        // To another case of its own name it may be changed.
        const std::shared_ptr<Node> other = node_->Find(FromWide(to));
        if (other && other != element) return STG_E_ACCESSDENIED;
        node_->Rename(FromWide(from), FromWide(to));
        return S_OK;
    });
}

HRESULT StorageObject::SetElementTimes(const OLECHAR* name, const FILETIME* created, const FILETIME*,
                                       const FILETIME* modified) {
    return Change([&] {
        const std::shared_ptr<Node> element = name ? node_->Find(FromWide(name)) : node_;
        if (!element) return STG_E_FILENOTFOUND;
        // Streams have no times. [MS-CFB] 2.6.1
        if (element->Type() == NodeType::Stream) return S_OK;
        Attributes attributes = element->GetAttributes();
        if (created) attributes.creationTime = FromFileTime(*created);
        if (modified) attributes.modificationTime = FromFileTime(*modified);
        element->SetAttributes(attributes);
        return S_OK;
    });
}

HRESULT StorageObject::SetClass(REFCLSID clsid) {
    return Change([&] {
        Attributes attributes = node_->GetAttributes();
        std::memcpy(attributes.classId.data(), &clsid, sizeof clsid);
        node_->SetAttributes(attributes);
        return S_OK;
    });
}

HRESULT StorageObject::SetStateBits(DWORD bits, DWORD mask) {
    return Change([&] {
        Attributes attributes = node_->GetAttributes();
        attributes.stateBits = (attributes.stateBits & ~mask) | (bits & mask);
        node_->SetAttributes(attributes);
        return S_OK;
    });
}

HRESULT StorageObject::Stat(STATSTG* status, DWORD flags) {
    if (!status) return STG_E_INVALIDPOINTER;
    return Call([&] {
        *status = StatusOf(*node_);
        status->grfMode = mode_;
        // The root goes by its file's name; bytes have none.
        if ((flags & STATFLAG_NONAME) || (IsRoot() && root_->Name().empty())) return S_OK;
        status->pwcsName = CopyName(IsRoot() ? FromWide(root_->Name().c_str()) : node_->Name());
        return status->pwcsName ? S_OK : STG_E_INSUFFICIENTMEMORY;
    });
}

HRESULT StorageObject::ListElements(const IndexedElement** elements, ULONG* count) {
    if (!elements || !count) return STG_E_INVALIDPOINTER;
    *elements = nullptr;
    *count = 0;
    return Call([&] {
        const auto* listing = node_->Listing();
        if (!listing) return S_FALSE;
        index_.clear();
        index_.reserve(listing->size());
        for (const compound_file::Entry& entry : *listing) {
            const std::u16string_view name = entry.name.View();
            index_.push_back({ToWide(name.data()), static_cast<ULONG>(name.size()),
                              entry.type == compound_file::EntryType::Storage,
                              entry.isTooLarge ? 0 : entry.size});
        }
        *elements = index_.data();
        *count = static_cast<ULONG>(index_.size());
        return S_OK;
    });
}

HRESULT StorageObject::ReadElements(IndexedRead* reads, ULONG count) {
    if (!reads && count > 0) return STG_E_INVALIDPOINTER;
    return Call([&] {
        if (!node_->Listing()) return STG_E_REVERTED;
        for (ULONG i = 0; i < count; i++) {
            reads[i].result = Guarded([&] {
                if (reads[i].index >= index_.size()) return STG_E_INVALIDPARAMETER;
                const auto size = static_cast<std::size_t>(index_[reads[i].index].size);
                if (!reads[i].target && size > 0) return STG_E_INVALIDPOINTER;
                node_->ReadMember(reads[i].index, {static_cast<std::uint8_t*>(reads[i].target), size});
                return S_OK;
            });
        }
        return S_OK;
    });
}

}  // namespace mapi_msg

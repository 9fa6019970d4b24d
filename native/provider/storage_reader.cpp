#include "provider/storage_reader.h"

#include <algorithm>
#include <tuple>

#include "provider/result.h"
#include "provider/storage_access.h"

namespace mapi_msg {

using namespace format;

namespace {

bool GoesBefore(const ElementName& left, const ElementName& right) {
    return std::tie(left.kind, left.tag, left.number) < std::tie(right.kind, right.tag, right.number);
}

bool ElementGoesBefore(const StorageElement& left, const StorageElement& right) {
    return GoesBefore(left.name, right.name);
}

}  // namespace

StorageReader::StorageReader(ComPtr<IStorage> storage, DWORD access)
    : storage_(std::move(storage)), access_(access) {}

StorageReader::StorageReader(ComPtr<IStorage> parent, std::u16string name, DWORD access)
    : parent_(std::move(parent)), name_(std::move(name)), access_(access) {}

const ComPtr<IStorage>& StorageReader::Storage() {
    if (!storage_) {
        if (parent_) storage_ = OpenChildStorage(*parent_, name_, access_);
        if (!storage_) throw ResultError{MAPI_E_NOT_FOUND};
        parent_.Reset();
    }
    return storage_;
}

bool StorageReader::IsIndexed() {
    static_cast<void>(Elements());
    return static_cast<bool>(index_);
}

bool StorageReader::ListByIndex() {
    ComPtr<IIndexedStorage> index;
    const auto target = reinterpret_cast<void**>(index.Put());
    if (FAILED(Storage()->QueryInterface(__uuidof(IIndexedStorage), target))) return false;
    const IndexedElement* elements = nullptr;
    ULONG count = 0;
    const HRESULT result = index->ListElements(&elements, &count);
    ThrowIfStorageFailed(result);
    if (result != S_OK) return false;
    elements_.reserve(count);
    for (ULONG i = 0; i < count; ++i) {
        const IndexedElement& element = elements[i];
        const ElementName name =
            ParseElementName({reinterpret_cast<const char16_t*>(element.name), element.nameLength});
        if (name.kind == ElementKind::kOther) continue;
        elements_.push_back({name, element.isStorage != FALSE, i, element.size});
    }
    index_ = std::move(index);
    return true;
}

const std::vector<StorageElement>& StorageReader::Elements() {
    if (isListed_) return elements_;
    if (HasStorage() && !ListByIndex()) elements_ = ListElements(*Storage());
    if (!std::is_sorted(elements_.begin(), elements_.end(), ElementGoesBefore)) {
        std::sort(elements_.begin(), elements_.end(), ElementGoesBefore);
    }
    isListed_ = true;
    return elements_;
}

const StorageElement* StorageReader::Find(const ElementName& name) {
    const std::vector<StorageElement>& elements = Elements();
    const auto found = std::lower_bound(elements.begin(), elements.end(), name,
                                        [](const StorageElement& element, const ElementName& wanted) {
                                            return GoesBefore(element.name, wanted);
                                        });
    return found == elements.end() || GoesBefore(name, found->name) ? nullptr : &*found;
}

void StorageReader::ReadElement(const StorageElement& element, std::uint8_t* target) {
    ElementRead read = {&element, target};
    ReadElements({&read, 1});
    if (FAILED(read.result)) throw ResultError{read.result};
}

void StorageReader::ReadElements(std::span<ElementRead> reads) {
    std::vector<IndexedRead> wanted;
    wanted.reserve(reads.size());
    for (const ElementRead& read : reads) wanted.push_back({read.element->index, read.target, S_OK});
    const HRESULT result = index_->ReadElements(wanted.data(), static_cast<ULONG>(wanted.size()));
    const bool isOutOfDate = result == STG_E_REVERTED;
    if (!isOutOfDate) ThrowIfStorageFailed(result);
    for (std::size_t i = 0; i < reads.size(); ++i) {
        try {
            if (isOutOfDate) ReadByName(*reads[i].element, reads[i].target);
            ThrowIfStorageFailed(wanted[i].result);
        } catch (const ResultError& error) {
            reads[i].result = error.result;
        }
    }
}

void StorageReader::ReadByName(const StorageElement& element, std::uint8_t* target) {
    const ComPtr<IStream> stream = OpenChildStream(*Storage(), NameOf(element.name), access_);
    const auto bytes = stream ? ReadAll(*stream, element.size) : std::nullopt;
    if (!bytes || bytes->size() != element.size) throw ResultError{MAPI_E_OBJECT_CHANGED};
    std::copy(bytes->begin(), bytes->end(), target);
}

void StorageReader::Attach(ComPtr<IStorage> storage) {
    Forget();
    storage_ = std::move(storage);
    parent_.Reset();
}

void StorageReader::Attach(ComPtr<IStorage> parent, std::u16string name) {
    Forget();
    storage_.Reset();
    parent_ = std::move(parent);
    name_ = std::move(name);
}

void StorageReader::Forget() {
    index_.Reset();
    elements_.clear();
    isListed_ = false;
}

void StorageReader::Close() {
    Attach({});
    isListed_ = true;
}

}  // namespace mapi_msg

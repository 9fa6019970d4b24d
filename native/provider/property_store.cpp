#include "provider/property_store.h"

#include <algorithm>
#include <numeric>

#include "provider/format/multi_value.h"

namespace mapi_msg {

using namespace format;

PropertyStore::PropertyStore(ComPtr<IStorage> storage, DWORD access, PropertyOwner owner)
    : storage_(std::move(storage)), access_(access), owner_(owner) {}

PropertyStore::PropertyStore(ComPtr<IStorage> parent, std::u16string name, DWORD access, PropertyOwner owner)
    : parent_(std::move(parent)), name_(std::move(name)), access_(access), owner_(owner) {}

const ComPtr<IStorage>& PropertyStore::Storage() {
    if (!storage_) {
        if (parent_) storage_ = OpenChildStorage(*parent_, name_, access_);
        if (!storage_) throw ResultError{MAPI_E_NOT_FOUND};
        parent_.Reset();
    }
    return storage_;
}

void PropertyStore::Load() {
    if (loaded_) return;
    if (auto stream = ReadStream(std::u16string(kPropertyStreamName), kNoLimit)) {
        auto parsed = ParsePropertyStream(*stream, owner_);
        // Below a message that can be read, a damaged part is an empty one.
        if (!parsed && owner_ == PropertyOwner::kRootMessage) throw ResultError{MAPI_E_CORRUPT_DATA};
        if (parsed) stream_ = *std::move(parsed);
        hasPropertyStream_ = true;
    }
    // Of entries with the same tag the first counts.
    byTag_.resize(stream_.entries.size());
    std::iota(byTag_.begin(), byTag_.end(), 0u);
    const auto tagOf = [this](std::uint32_t index) { return stream_.entries[index].tag; };
    std::stable_sort(byTag_.begin(), byTag_.end(),
                     [&](std::uint32_t left, std::uint32_t right) { return tagOf(left) < tagOf(right); });
    byTag_.erase(
        std::unique(byTag_.begin(), byTag_.end(),
                    [&](std::uint32_t left, std::uint32_t right) { return tagOf(left) == tagOf(right); }),
        byTag_.end());
    loaded_ = true;
}

bool PropertyStore::HasPropertyStream() {
    Load();
    return hasPropertyStream_;
}

const std::vector<StorageElement>& PropertyStore::Elements() {
    if (!elements_) {
        auto elements = ListElements(*Storage());
        for (const StorageElement& element : elements) {
            if (element.name.kind == ElementKind::kValue) valueNames_.insert(element.name.tag);
        }
        elements_ = std::move(elements);
    }
    return *elements_;
}

bool PropertyStore::HasValue(const PropertyEntry& entry) {
    switch (PlacementOf(TypeOf(entry.tag))) {
        case Placement::kUnknown:
            return false;
        case Placement::kInline:
            return true;
        default:
            if (preloaded_) return preloaded_->contains(entry.tag);
            Elements();
            return valueNames_.contains(entry.tag);
    }
}

std::vector<PropertyTag> PropertyStore::Tags() {
    Load();
    std::vector<std::uint32_t> inFileOrder(byTag_);
    std::sort(inFileOrder.begin(), inFileOrder.end());
    std::vector<PropertyTag> tags;
    tags.reserve(inFileOrder.size());
    for (std::uint32_t index : inFileOrder) {
        const PropertyEntry& entry = stream_.entries[index];
        if (HasValue(entry)) tags.push_back(entry.tag);
    }
    return tags;
}

const PropertyEntry* PropertyStore::Find(PropertyTag tag) {
    Load();
    const auto found = std::lower_bound(
        byTag_.begin(), byTag_.end(), tag,
        [this](std::uint32_t index, PropertyTag wanted) { return stream_.entries[index].tag < wanted; });
    if (found == byTag_.end() || stream_.entries[*found].tag != tag) return nullptr;
    return &stream_.entries[*found];
}

std::vector<const PropertyEntry*> PropertyStore::FindById(std::uint16_t id) {
    Load();
    auto found = std::lower_bound(
        byTag_.begin(), byTag_.end(), MakeTag(id, 0),
        [this](std::uint32_t index, PropertyTag wanted) { return stream_.entries[index].tag < wanted; });
    std::vector<const PropertyEntry*> entries;
    for (; found != byTag_.end() && IdOf(stream_.entries[*found].tag) == id; ++found) {
        entries.push_back(&stream_.entries[*found]);
    }
    return entries;
}

std::shared_ptr<SharedStream> PropertyStore::OpenStream(PropertyTag tag) {
    std::weak_ptr<SharedStream>& known = openStreams_[tag];
    if (auto open = known.lock()) return open;
    ComPtr<IStream> stream = OpenChildStream(*Storage(), ValueName(tag), access_);
    if (!stream) return nullptr;
    auto opened = std::make_shared<SharedStream>(SharedStream{std::move(stream)});
    known = opened;
    return opened;
}

ComPtr<IStream> PropertyStore::StreamOf(PropertyTag tag) {
    const auto known = openStreams_.find(tag);
    if (known != openStreams_.end()) {
        if (const auto open = known->second.lock()) return open->stream;
    }
    return OpenChildStream(*Storage(), ValueName(tag), access_);
}

std::optional<ByteVector> PropertyStore::ReadStream(const std::u16string& name, std::uint64_t limit) {
    ComPtr<IStream> stream = OpenChildStream(*Storage(), name, access_);
    if (!stream) return std::nullopt;
    return ReadAll(*stream, limit);
}

PropertyValue PropertyStore::Read(const PropertyEntry& entry, std::uint64_t limit) {
    const std::uint16_t type = TypeOf(entry.tag);
    if (PlacementOf(type) == Placement::kInline) {
        PropertyValue value;
        value.tag = entry.tag;
        // Writers leave garbage behind values of less than eight bytes.
        std::copy_n(entry.value.begin(), FixedSizeOf(type), value.fixed.begin());
        return value;
    }
    if (preloaded_) {
        const auto found = preloaded_->find(entry.tag);
        return found == preloaded_->end() ? ErrorValue(entry.tag, MAPI_E_NOT_FOUND) : found->second;
    }
    return ReadFromStorage(entry, limit);
}

PropertyValue PropertyStore::ReadFromStorage(const PropertyEntry& entry, std::uint64_t limit) {
    const std::uint16_t type = TypeOf(entry.tag);
    switch (PlacementOf(type)) {
        case Placement::kStorage:
            return ErrorValue(entry.tag, HasValue(entry) ? MAPI_E_NOT_ENOUGH_MEMORY : MAPI_E_NOT_FOUND);
        case Placement::kVariableMultiValue:
            return ReadItems(entry);
        case Placement::kUnknown:
            return ErrorValue(entry.tag, MAPI_E_NOT_FOUND);
        default:
            break;
    }
    const ComPtr<IStream> stream = StreamOf(entry.tag);
    if (!stream) return ErrorValue(entry.tag, MAPI_E_NOT_FOUND);
    const bool multiple = PlacementOf(type) == Placement::kFixedMultiValue;
    // Several values cannot be opened as a stream, so they are given whatever their size.
    auto bytes = ReadAll(*stream, multiple ? kNoLimit : limit);
    if (!bytes) return ErrorValue(entry.tag, MAPI_E_NOT_ENOUGH_MEMORY);
    if (multiple) {
        bytes->resize(CountOfFixedValues(type, bytes->size()) * FixedSizeOf(type));
    } else if (type == kTypeGuid) {
        if (bytes->size() < sizeof(GUID)) return ErrorValue(entry.tag, MAPI_E_NOT_FOUND);
        bytes->resize(sizeof(GUID));
    }
    return BinaryValue(entry.tag, *std::move(bytes));
}

PropertyValue PropertyStore::ReadItems(const PropertyEntry& entry) {
    const ComPtr<IStream> lengths = StreamOf(entry.tag);
    if (!lengths) return ErrorValue(entry.tag, MAPI_E_NOT_FOUND);
    const std::size_t count = CountOfVariableValues(TypeOf(entry.tag), SizeOf(*lengths));
    PropertyValue value;
    value.tag = entry.tag;
    for (std::size_t i = 0; i < count; ++i) {
        auto item = ReadStream(ValueItemName(entry.tag, static_cast<std::uint32_t>(i)), kNoLimit);
        if (!item) return ErrorValue(entry.tag, MAPI_E_NOT_FOUND);
        value.items.push_back(*std::move(item));
    }
    return value;
}

void PropertyStore::Preload(std::uint64_t limit) {
    if (preloaded_) return;
    std::unordered_map<PropertyTag, PropertyValue> values;
    for (PropertyTag tag : Tags()) {
        if (PlacementOf(TypeOf(tag)) == Placement::kInline) continue;
        try {
            PropertyValue value = ReadFromStorage(*Find(tag), limit);
            if (!value.IsError()) values.emplace(tag, std::move(value));
        } catch (const ResultError&) {
            // A damaged value is as good as none; the others count.
        }
    }
    preloaded_ = std::move(values);
    openStreams_.clear();
    storage_.Reset();
    parent_.Reset();
    elements_.reset();
    valueNames_.clear();
}

}  // namespace mapi_msg

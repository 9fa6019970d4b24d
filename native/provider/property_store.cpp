#include "provider/property_store.h"

#include <algorithm>

#include "provider/format/multi_value.h"
#include "provider/storage_access.h"

namespace mapi_msg {

using namespace format;

PropertyStore::PropertyStore(ComPtr<IStorage> storage, DWORD access, PropertyOwner owner)
    : reader_(std::move(storage), access), owner_(owner) {}

PropertyStore::PropertyStore(ComPtr<IStorage> parent, std::u16string name, DWORD access, PropertyOwner owner)
    : reader_(std::move(parent), std::move(name), access), owner_(owner) {}

void PropertyStore::Load() {
    if (loaded_) return;
    std::optional<ByteVector> stream;
    if (HasStorage()) stream = ReadStream({ElementKind::kPropertyStream, 0, 0}, kNoLimit);
    if (stream) {
        auto parsed = ParsePropertyStream(*stream, owner_);
        // Below a message that can be read, a damaged part is an empty one.
        if (!parsed && owner_ == PropertyOwner::kRootMessage) throw ResultError{MAPI_E_CORRUPT_DATA};
        if (parsed) stream_ = *std::move(parsed);
        hasPropertyStream_ = true;
    }
    byTag_.reserve(stream_.entries.size());
    for (const PropertyEntry& entry : stream_.entries) {
        byTag_.push_back({entry.tag, static_cast<std::uint32_t>(byTag_.size())});
    }
    // Of entries with the same tag the first counts.
    const auto goesBefore = [](const TagPlace& left, const TagPlace& right) {
        return left.tag != right.tag ? left.tag < right.tag : left.entry < right.entry;
    };
    if (!std::is_sorted(byTag_.begin(), byTag_.end(), goesBefore)) {
        std::sort(byTag_.begin(), byTag_.end(), goesBefore);
    }
    const auto isSame = [](const TagPlace& left, const TagPlace& right) { return left.tag == right.tag; };
    byTag_.erase(std::unique(byTag_.begin(), byTag_.end(), isSame), byTag_.end());
    loaded_ = true;
}

void PropertyStore::Forget() {
    loaded_ = false;
    hasPropertyStream_ = false;
    stream_ = {};
    byTag_.clear();
    elements_.clear();
    largest_ = kNoLimit;
    preloaded_.reset();
    reader_.Forget();
}

void PropertyStore::Attach(ComPtr<IStorage> storage) {
    Forget();
    openStreams_.clear();
    reader_.Attach(std::move(storage));
}

void PropertyStore::Reopen(ComPtr<IStorage> parent, std::u16string name) {
    Forget();
    openStreams_.clear();
    reader_.Attach(std::move(parent), std::move(name));
}

const PropertyStream& PropertyStore::Entries() {
    Load();
    return stream_;
}

// Both are sorted by tag.
void PropertyStore::FindElements() {
    elements_.assign(stream_.entries.size(), nullptr);
    const std::vector<StorageElement>& all = reader_.Elements();
    auto element =
        std::lower_bound(all.begin(), all.end(), ElementKind::kValue,
                         [](const StorageElement& each, ElementKind kind) { return each.name.kind < kind; });
    for (const TagPlace& place : byTag_) {
        const auto isValue = [&] {
            return element != all.end() && element->name.kind == ElementKind::kValue;
        };
        while (isValue() && element->name.tag < place.tag) ++element;
        if (isValue() && element->name.tag == place.tag) elements_[place.entry] = &*element;
    }
}

const StorageElement* PropertyStore::ElementOf(const PropertyEntry& entry) {
    if (elements_.empty()) FindElements();
    return elements_[static_cast<std::size_t>(&entry - stream_.entries.data())];
}

bool PropertyStore::HasPropertyStream() {
    Load();
    return hasPropertyStream_;
}

bool PropertyStore::HasValue(const PropertyEntry& entry) {
    switch (PlacementOf(TypeOf(entry.tag))) {
        case Placement::kUnknown:
            return false;
        case Placement::kInline:
            return true;
        default:
            return preloaded_ ? preloaded_->contains(entry.tag) : ElementOf(entry) != nullptr;
    }
}

std::vector<PropertyTag> PropertyStore::Tags() {
    Load();
    std::vector<PropertyTag> tags;
    tags.reserve(stream_.entries.size());
    for (std::size_t i = 0; i < stream_.entries.size(); ++i) {
        const PropertyEntry& entry = stream_.entries[i];
        const bool isFirst = byTag_.size() == stream_.entries.size() || Find(entry.tag) == &entry;
        if (isFirst && HasValue(entry)) tags.push_back(entry.tag);
    }
    return tags;
}

std::size_t PropertyStore::LowerBound(PropertyTag tag) {
    Load();
    const auto found =
        std::lower_bound(byTag_.begin(), byTag_.end(), tag,
                         [](const TagPlace& place, PropertyTag wanted) { return place.tag < wanted; });
    return static_cast<std::size_t>(found - byTag_.begin());
}

const PropertyEntry* PropertyStore::Find(PropertyTag tag) {
    const std::size_t found = LowerBound(tag);
    if (found == byTag_.size() || byTag_[found].tag != tag) return nullptr;
    return &stream_.entries[byTag_[found].entry];
}

std::optional<std::uint64_t> PropertyStore::SizeOfValue(PropertyTag tag) {
    if (reader_.IsIndexed()) {
        const StorageElement* element = reader_.FindValue(tag);
        return element && !element->isStorage ? std::optional(element->size) : std::nullopt;
    }
    const auto open = OpenStream(tag);
    return open ? std::optional(SizeOf(*open->stream)) : std::nullopt;
}

std::shared_ptr<SharedStream> PropertyStore::OpenStream(PropertyTag tag) {
    std::weak_ptr<SharedStream>& known = openStreams_[tag];
    if (auto open = known.lock()) return open;
    ComPtr<IStream> stream = OpenChildStream(*Storage(), ValueName(tag), Access());
    if (!stream) return nullptr;
    auto opened = std::make_shared<SharedStream>(SharedStream{std::move(stream)});
    known = opened;
    return opened;
}

bool PropertyStore::HasOpenStreams() const {
    return std::ranges::any_of(openStreams_, [](const auto& stream) { return !stream.second.expired(); });
}

ComPtr<IStream> PropertyStore::StreamOf(PropertyTag tag) {
    const auto known = openStreams_.find(tag);
    if (known != openStreams_.end()) {
        if (const auto open = known->second.lock()) return open->stream;
    }
    return OpenChildStream(*Storage(), ValueName(tag), Access());
}

std::optional<ByteVector> PropertyStore::ReadStream(const ElementName& name, std::uint64_t limit,
                                                    bool* isTooLarge) {
    std::optional<ByteVector> bytes;
    if (reader_.IsIndexed()) {
        const StorageElement* element = reader_.Find(name);
        if (!element || element->isStorage) return std::nullopt;
        if (element->size <= limit && element->size <= bytes.emplace().max_size()) {
            bytes->resize(static_cast<std::size_t>(element->size));
            reader_.ReadElement(*element, bytes->data());
            return bytes;
        }
    } else {
        const ComPtr<IStream> stream = name.kind == ElementKind::kValue
                                           ? StreamOf(name.tag)
                                           : OpenChildStream(*Storage(), NameOf(name), Access());
        if (!stream) return std::nullopt;
        bytes = ReadAll(*stream, limit);
        if (bytes) return bytes;
    }
    if (isTooLarge) *isTooLarge = true;
    return std::nullopt;
}

PropertyValue PropertyStore::Read(const PropertyEntry& entry, std::uint64_t limit, bool mayDefer) {
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
    return ReadFromStorage(entry, limit, mayDefer);
}

PropertyValue PropertyStore::ReadFromStorage(const PropertyEntry& entry, std::uint64_t limit, bool mayDefer) {
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
    const bool multiple = PlacementOf(type) == Placement::kFixedMultiValue;
    // Several values cannot be opened as a stream, so they are given whatever their size.
    const std::uint64_t most = std::min(multiple ? kNoLimit : limit, largest_);
    if (mayDefer && !multiple && type != kTypeGuid && reader_.IsIndexed()) {
        const StorageElement* element = ElementOf(entry);
        if (element && !element->isStorage && element->size <= most &&
            element->size <= PendingBytes::kLargest) {
            PropertyValue value;
            value.tag = entry.tag;
            value.pending = {&reader_, element, false};
            return value;
        }
    }
    bool isTooLarge = false;
    auto bytes = ReadStream({ElementKind::kValue, entry.tag, 0}, most, &isTooLarge);
    if (!bytes) {
        const bool canBeOpened = isTooLarge && most < largest_;
        return ErrorValue(entry.tag, canBeOpened ? MAPI_E_NOT_ENOUGH_MEMORY : MAPI_E_NOT_FOUND);
    }
    if (multiple) {
        bytes->resize(CountOfFixedValues(type, bytes->size()) * FixedSizeOf(type));
    } else if (type == kTypeGuid) {
        if (bytes->size() < sizeof(GUID)) return ErrorValue(entry.tag, MAPI_E_NOT_FOUND);
        bytes->resize(sizeof(GUID));
    }
    return BinaryValue(entry.tag, *std::move(bytes));
}

PropertyValue PropertyStore::ReadItems(const PropertyEntry& entry) {
    const auto lengths = ReadStream({ElementKind::kValue, entry.tag, 0}, kNoLimit);
    if (!lengths) return ErrorValue(entry.tag, MAPI_E_NOT_FOUND);
    const std::size_t count = CountOfVariableValues(TypeOf(entry.tag), lengths->size());
    PropertyValue value;
    value.tag = entry.tag;
    for (std::size_t i = 0; i < count; ++i) {
        auto item = ReadStream({ElementKind::kValueItem, entry.tag, static_cast<std::uint32_t>(i)}, kNoLimit);
        if (!item) return ErrorValue(entry.tag, MAPI_E_NOT_FOUND);
        value.items.push_back(*std::move(item));
    }
    return value;
}

void PropertyStore::Prepare(std::uint64_t largest) {
    largest_ = largest;
    if (preloaded_ || reader_.IsIndexed()) return;
    std::unordered_map<PropertyTag, PropertyValue> values;
    for (PropertyTag tag : Tags()) {
        if (PlacementOf(TypeOf(tag)) == Placement::kInline) continue;
        try {
            PropertyValue value = ReadFromStorage(*Find(tag), kNoLimit, false);
            if (!value.IsError()) values.emplace(tag, std::move(value));
        } catch (const ResultError&) {
            // A damaged value is as good as none; the others count.
        }
    }
    preloaded_ = std::move(values);
    openStreams_.clear();
    elements_.clear();
    reader_.Close();
}

}  // namespace mapi_msg

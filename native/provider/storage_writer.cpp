#include "provider/storage_writer.h"

#include <algorithm>
#include <map>
#include <unordered_map>

#include "provider/format/multi_value.h"
#include "provider/storage_access.h"
#include "provider/value_buffer.h"

namespace mapi_msg {

using namespace format;

namespace {

constexpr DWORD kCreateMode = STGM_CREATE | STGM_READWRITE | STGM_SHARE_EXCLUSIVE;
constexpr ULONG kChunk = 256 * 1024;

ComPtr<IStream> CreateChildStream(IStorage& storage, const std::u16string& name) {
    ComPtr<IStream> stream;
    ThrowIfStorageFailed(storage.CreateStream(ToWide(name.c_str()), kCreateMode, 0, 0, stream.Put()));
    return stream;
}

void WriteSource(IStream& stream, ValueSource& source) {
    ByteVector chunk(kChunk);
    for (std::uint64_t position = 0;;) {
        const ULONG read = source.Read(position, chunk.data(), kChunk);
        if (read == 0) return;
        WriteAll(stream, Bytes(chunk).first(read));
        position += read;
    }
}

// Strings among several have their NUL in their streams.
ByteVector WithNul(ByteVector item, std::uint16_t type) {
    const std::size_t size = SingleTypeOf(type) == kTypeUnicode ? 2 : 1;
    if (!IsString(type)) return item;
    const bool has =
        item.size() >= size && std::all_of(item.end() - static_cast<std::ptrdiff_t>(size), item.end(),
                                           [](std::uint8_t byte) { return byte == 0; });
    if (!has) item.resize(item.size() + size);
    return item;
}

// What is in a storage, by tag.
class StoredValues {
  public:
    explicit StoredValues(PropertyStore& store) {
        for (const StorageElement& element : store.Elements()) {
            if (element.name.kind == ElementKind::kValueItem) {
                items_[element.name.tag].push_back(element.name.number);
            }
        }
    }

    // Removes the value with its items, which need not all be there.
    void Destroy(IStorage& storage, PropertyTag tag) const {
        DestroyElement(storage, ValueName(tag));
        DestroyItems(storage, tag, 0);
    }

    void DestroyItems(IStorage& storage, PropertyTag tag, std::size_t first) const {
        const auto found = items_.find(tag);
        if (found == items_.end()) return;
        for (std::uint32_t number : found->second) {
            if (number >= first) DestroyElement(storage, ValueItemName(tag, number));
        }
    }

  private:
    std::unordered_map<PropertyTag, std::vector<std::uint32_t>> items_;
};

}  // namespace

void VisitBalanced(std::size_t count, const std::function<void(std::size_t)>& visit) {
    // The middle first, then the middles of both halves, level by level.
    std::vector<std::pair<std::size_t, std::size_t>> level;
    if (count > 0) level.emplace_back(0, count);
    while (!level.empty()) {
        std::vector<std::pair<std::size_t, std::size_t>> next;
        for (const auto& [first, last] : level) {
            const std::size_t middle = first + (last - first) / 2;
            visit(middle);
            if (first < middle) next.emplace_back(first, middle);
            if (middle + 1 < last) next.emplace_back(middle + 1, last);
        }
        level = std::move(next);
    }
}

void WriteAll(IStream& stream, Bytes bytes) {
    while (!bytes.empty()) {
        ULONG written = 0;
        const auto count = static_cast<ULONG>(std::min<std::size_t>(bytes.size(), 1u << 30));
        ThrowIfStorageFailed(stream.Write(bytes.data(), count, &written));
        if (written == 0) throw ResultError{MAPI_E_NOT_ENOUGH_DISK, STG_E_MEDIUMFULL};
        bytes = bytes.subspan(std::min<std::size_t>(written, bytes.size()));
    }
}

void WriteStream(IStorage& storage, const std::u16string& name, Bytes contents) {
    WriteAll(*CreateChildStream(storage, name), contents);
}

ComPtr<IStorage> CreateChildStorage(IStorage& parent, const std::u16string& name) {
    ComPtr<IStorage> storage;
    ThrowIfStorageFailed(parent.CreateStorage(ToWide(name.c_str()), kCreateMode, 0, 0, storage.Put()));
    return storage;
}

void DestroyElement(IStorage& storage, const std::u16string& name) {
    const HRESULT result = storage.DestroyElement(ToWide(name.c_str()));
    if (result != STG_E_FILENOTFOUND) ThrowIfStorageFailed(result);
}

PropertyEntry WriteValue(IStorage& storage, const ChangedValue& value) {
    const std::uint16_t type = TypeOf(value.tag);
    PropertyEntry entry{value.tag, value.attributes, {}};
    if (value.buffer) {
        WriteSource(*CreateChildStream(storage, ValueName(value.tag)), *value.buffer);
        entry.value = SizeField(type, value.buffer->Size());
        return entry;
    }
    switch (PlacementOf(type)) {
        case Placement::kInline:
            entry.value = value.value->fixed;
            break;
        case Placement::kStream:
        case Placement::kFixedMultiValue:
            WriteStream(storage, ValueName(value.tag), value.value->bytes);
            entry.value = SizeField(type, value.value->bytes.size());
            break;
        case Placement::kVariableMultiValue: {
            std::vector<ByteVector> items;
            for (const ByteVector& item : value.value->items) items.push_back(WithNul(item, type));
            VisitBalanced(items.size(), [&](std::size_t i) {
                WriteStream(storage, ValueItemName(value.tag, static_cast<std::uint32_t>(i)), items[i]);
            });
            const ByteVector lengths = MakeLengthStream(type, items);
            WriteStream(storage, ValueName(value.tag), lengths);
            entry.value = SizeField(type, lengths.size());
            break;
        }
        default:
            throw ResultError{MAPI_E_INVALID_TYPE};
    }
    return entry;
}

void WriteChanges(PropertySource& source, IStorage& storage, PropertyOwner owner, PropertyStream header,
                  const std::function<PropertyEntry(const ChangedValue&)>& writeObject) {
    PropertyStore& store = source.Store();
    const PropertyChanges& changes = source.Changes();
    const StoredValues stored(store);
    for (PropertyEntry entry : store.Entries().entries) {
        if (const PropertyChanges::Values* values = changes.Find(IdOf(entry.tag))) {
            const bool kept = std::ranges::any_of(
                *values, [&](const ChangedValue& value) { return value.tag == entry.tag; });
            if (!kept) stored.Destroy(storage, entry.tag);
            continue;
        }
        if (const auto attributes = changes.FindAttributes(entry.tag)) entry.flags = *attributes;
        header.entries.push_back(entry);
    }

    std::vector<const ChangedValue*> values;
    for (const auto& [id, changed] : changes.ById()) {
        for (const ChangedValue& value : changed) values.push_back(&value);
    }
    std::vector<PropertyEntry> entries(values.size());
    VisitBalanced(values.size(), [&](std::size_t i) {
        const ChangedValue& value = *values[i];
        if (value.value) stored.DestroyItems(storage, value.tag, value.value->items.size());
        entries[i] = value.object ? writeObject(value) : WriteValue(storage, value);
        if (const auto attributes = changes.FindAttributes(value.tag)) entries[i].flags = *attributes;
    });
    header.entries.insert(header.entries.end(), entries.begin(), entries.end());
    WriteStream(storage, std::u16string(kPropertyStreamName), MakePropertyStream(header, owner));
}

}  // namespace mapi_msg

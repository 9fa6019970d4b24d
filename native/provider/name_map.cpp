#include "provider/name_map.h"

#include <cstring>
#include <functional>
#include <string_view>

#include "provider/storage_writer.h"

namespace mapi_msg {

using namespace format;

namespace {

// [MS-OXMSG] 2.2.3.1
constexpr PropertyTag kGuidStream = 0x00020102;
constexpr PropertyTag kEntryStream = 0x00030102;
constexpr PropertyTag kNameStream = 0x00040102;

ByteVector ReadMappingStream(IStorage& storage, PropertyTag tag) {
    const ComPtr<IStream> stream = OpenChildStream(storage, ValueName(tag), STGM_READ);
    return stream ? *ReadAll(*stream) : ByteVector();
}

}  // namespace

GuidBytes ToGuidBytes(const GUID& guid) {
    GuidBytes bytes;
    std::memcpy(bytes.data(), &guid, bytes.size());
    return bytes;
}

std::size_t NameMap::Hash::operator()(const PropertyName& name) const {
    const std::string_view set(reinterpret_cast<const char*>(name.propertySet.data()),
                               name.propertySet.size());
    const std::size_t rest = name.isString ? std::hash<std::u16string>()(name.name) : name.id;
    return std::hash<std::string_view>()(set) * 31 + rest;
}

void NameMap::Insert(std::uint16_t id, const PropertyName& name) {
    byId_.emplace(id, name);
    byName_.emplace(NormalizedName(name), id);
}

NamedPropertyStreams NameMap::ReadStreams() {
    const auto storage = OpenChildStorage(*root_, std::u16string(kNamedPropertyStorageName), access_);
    if (!storage) return {};
    return {ReadMappingStream(*storage, kGuidStream), ReadMappingStream(*storage, kEntryStream),
            ReadMappingStream(*storage, kNameStream)};
}

void NameMap::Load() {
    if (loaded_) return;
    const NamedPropertyStreams streams = ReadStreams();
    for (const NamedProperty& property : ParseNamedProperties(streams)) Insert(property.id, property.name);
    // Ids of entries that make no sense are taken all the same.
    nextId_ = kFirstNamedId + static_cast<std::uint32_t>(streams.entries.size() / kNamedEntrySize);
    loaded_ = true;
}

const std::map<std::uint16_t, PropertyName>& NameMap::All() {
    Load();
    return byId_;
}

const PropertyName* NameMap::NameOf(std::uint16_t id) {
    Load();
    const auto found = byId_.find(id);
    return found == byId_.end() ? nullptr : &found->second;
}

std::optional<std::uint16_t> NameMap::IdOf(const PropertyName& name) {
    Load();
    const auto found = byName_.find(NormalizedName(name));
    if (found != byName_.end()) return found->second;
    // Below 0x8000 ids and names of PS_MAPI are the same.
    const bool unmapped = !name.isString && name.id != 0 && name.id < kFirstNamedId;
    if (!unmapped || name.propertySet != ToGuidBytes(PS_MAPI)) return std::nullopt;
    return static_cast<std::uint16_t>(name.id);
}

std::optional<std::uint16_t> NameMap::Create(const PropertyName& name) {
    Load();
    if (nextId_ > kLastNamedId) return std::nullopt;
    const auto id = static_cast<std::uint16_t>(nextId_++);
    Insert(id, name);
    created_.push_back(name);
    return id;
}

void NameMap::Write() {
    NamedPropertyWriter writer(ReadStreams());
    for (const PropertyName& name : created_) writer.Add(name);
    const NamedPropertyStreams& streams = writer.Streams();
    // Whatever is in there otherwise would find the wrong ids.
    const ComPtr<IStorage> storage = CreateChildStorage(*root_, std::u16string(kNamedPropertyStorageName));
    WriteStream(*storage, ValueName(kGuidStream), streams.guids);
    WriteStream(*storage, ValueName(kEntryStream), streams.entries);
    WriteStream(*storage, ValueName(kNameStream), streams.names);
    for (const auto& [number, bucket] : MakeNameBuckets(streams)) {
        WriteStream(*storage, ValueName(MakeTag(number, kTypeBinary)), bucket);
    }
}

}  // namespace mapi_msg

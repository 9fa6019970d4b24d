// The properties that one storage holds: a message's, an attachment's or a recipient's.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "provider/format/property_stream.h"
#include "provider/property_value.h"
#include "provider/storage_access.h"

namespace mapi_msg {

// An open stream of a storage. OLE opens each stream once only, so all users of a value share it.
struct SharedStream {
    ComPtr<IStream> stream;
};

inline constexpr std::uint64_t kNoLimit = UINT64_MAX;

class PropertyStore {
  public:
    PropertyStore(ComPtr<IStorage> storage, DWORD access, format::PropertyOwner owner);
    // The storage of that name in `parent`, which is opened when it is needed.
    PropertyStore(ComPtr<IStorage> parent, std::u16string name, DWORD access, format::PropertyOwner owner);

    // Whether there is a property stream at all. Without one there are no properties.
    bool HasPropertyStream();
    const ComPtr<IStorage>& Storage();
    DWORD Access() const { return access_; }

    // The names of the format in the storage.
    const std::vector<StorageElement>& Elements();

    // The tags whose values are there, in the file's order.
    std::vector<format::PropertyTag> Tags();
    // The entry with exactly this tag.
    const format::PropertyEntry* Find(format::PropertyTag tag);
    // All entries with this id, whatever their type.
    std::vector<const format::PropertyEntry*> FindById(std::uint16_t id);

    // Whether the value is there that the entry promises.
    bool HasValue(const format::PropertyEntry& entry);
    // The value of a tag that Find knows. An error value if it is not there, too large or an object.
    PropertyValue Read(const format::PropertyEntry& entry, std::uint64_t limit);
    // Null if there is no such stream.
    std::shared_ptr<SharedStream> OpenStream(format::PropertyTag tag);

    // Reads all values up to a size into memory and lets go of the storage.
    void Preload(std::uint64_t limit);

  private:
    void Load();
    ComPtr<IStream> StreamOf(format::PropertyTag tag);
    std::optional<format::ByteVector> ReadStream(const std::u16string& name, std::uint64_t limit);
    PropertyValue ReadItems(const format::PropertyEntry& entry);
    PropertyValue ReadFromStorage(const format::PropertyEntry& entry, std::uint64_t limit);

    ComPtr<IStorage> storage_;
    ComPtr<IStorage> parent_;
    std::u16string name_;
    DWORD access_;
    format::PropertyOwner owner_;
    bool loaded_ = false;
    bool hasPropertyStream_ = false;
    format::PropertyStream stream_;
    std::vector<std::uint32_t> byTag_;  // indices into stream_.entries, sorted by tag
    std::optional<std::vector<StorageElement>> elements_;
    std::unordered_set<format::PropertyTag> valueNames_;
    std::unordered_map<format::PropertyTag, std::weak_ptr<SharedStream>> openStreams_;
    std::optional<std::unordered_map<format::PropertyTag, PropertyValue>> preloaded_;
};

}  // namespace mapi_msg

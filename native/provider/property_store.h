// The properties that one storage holds: a message's, an attachment's or a recipient's.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "provider/format/property_stream.h"
#include "provider/property_value.h"
#include "provider/storage_reader.h"

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

    // Of what is not in any storage yet.
    PropertyStore(DWORD access, format::PropertyOwner owner) : PropertyStore({}, access, owner) {}

    bool HasStorage() const { return reader_.HasStorage(); }
    // The storage that it was written to.
    void Attach(ComPtr<IStorage> storage);
    // The same contents, in the storage of that name in `parent`.
    void Reopen(ComPtr<IStorage> parent, std::u16string name);
    // To be called when the storage was written: what is known of it is read anew.
    void Forget();

    // Whether there is a property stream at all. Without one there are no properties.
    bool HasPropertyStream();
    const ComPtr<IStorage>& Storage() { return reader_.Storage(); }
    DWORD Access() const { return reader_.Access(); }

    // The names of the format in the storage.
    const std::vector<StorageElement>& Elements() { return reader_.Elements(); }

    // The tags whose values are there, in the file's order.
    std::vector<format::PropertyTag> Tags();
    // All entries, also those whose values are missing.
    const format::PropertyStream& Entries();
    // The entry with exactly this tag.
    const format::PropertyEntry* Find(format::PropertyTag tag);
    // Calls `use(entry)` for all entries with this id, whatever their type, until it answers true; whether it
    // did.
    template <typename Use>
    bool AnyOfId(std::uint16_t id, const Use& use) {
        for (std::size_t i = LowerBound(format::MakeTag(id, 0)); i < byTag_.size(); ++i) {
            const format::PropertyEntry& entry = stream_.entries[byTag_[i].entry];
            if (format::IdOf(entry.tag) != id) return false;
            if (use(entry)) return true;
        }
        return false;
    }

    // Whether the value is there that the entry promises.
    bool HasValue(const format::PropertyEntry& entry);
    // The value of a tag that Find knows. An error value if it is not there, too large or an object. With
    // `mayDefer` its bytes may be left to be read when they are needed.
    PropertyValue Read(const format::PropertyEntry& entry, std::uint64_t limit, bool mayDefer);
    // Of the stream, in bytes. Nothing if there is none.
    std::optional<std::uint64_t> SizeOfValue(format::PropertyTag tag);
    // Null if there is no such stream.
    std::shared_ptr<SharedStream> OpenStream(format::PropertyTag tag);
    bool HasOpenStreams() const;

    // From now on larger values count as missing. Where reading is slow it is done now, and the storage let
    // go of.
    void Prepare(std::uint64_t largest);

  private:
    struct TagPlace {
        format::PropertyTag tag;
        std::uint32_t entry;  // in stream_.entries
    };

    void Load();
    // Finds the stream or storage of each entry.
    void FindElements();
    const StorageElement* ElementOf(const format::PropertyEntry& entry);
    std::size_t LowerBound(format::PropertyTag tag);
    ComPtr<IStream> StreamOf(format::PropertyTag tag);
    // Nothing if there is none, or it is too large: which of them, `isTooLarge` says.
    std::optional<format::ByteVector> ReadStream(const format::ElementName& name, std::uint64_t limit,
                                                 bool* isTooLarge = nullptr);
    PropertyValue ReadItems(const format::PropertyEntry& entry);
    PropertyValue ReadFromStorage(const format::PropertyEntry& entry, std::uint64_t limit, bool mayDefer);

    StorageReader reader_;
    format::PropertyOwner owner_;
    bool loaded_ = false;
    bool hasPropertyStream_ = false;
    format::PropertyStream stream_;
    std::vector<TagPlace> byTag_;                  // sorted by tag, each tag once
    std::vector<const StorageElement*> elements_;  // of the entries; null where there is none
    std::uint64_t largest_ = kNoLimit;
    std::unordered_map<format::PropertyTag, std::weak_ptr<SharedStream>> openStreams_;
    std::optional<std::unordered_map<format::PropertyTag, PropertyValue>> preloaded_;
};

}  // namespace mapi_msg

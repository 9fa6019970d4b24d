// What IMAPIProp and IMAPITable read from: the properties of a message, an attachment or a recipient, as they
// are stored, as they were changed since, and those that MAPI computes.
#pragma once

#include <algorithm>
#include <optional>
#include <vector>

#include "provider/property_changes.h"
#include "provider/property_store.h"
#include "provider/string_width.h"
#include "provider/value_source.h"

namespace mapi_msg {

class PropertySource {
  public:
    explicit PropertySource(std::shared_ptr<PropertyStore> store) : store_(std::move(store)) {}
    PropertySource& operator=(const PropertySource&) = delete;
    virtual ~PropertySource() = default;

    // Copies share the store.
    PropertyStore& Store() const { return *store_; }
    const std::shared_ptr<PropertyStore>& SharedStore() const { return store_; }

    // The value as the tag's type wants it. Values larger than the limit are to be opened as a stream: an
    // error value with MAPI_E_NOT_ENOUGH_MEMORY. So are strings with a NUL inside, unless there is no limit.
    PropertyValue Get(format::PropertyTag wanted, StringWidth width, std::uint64_t limit);
    // The same for ToPropValues: the value's bytes may be pending.
    PropertyValue GetForClient(format::PropertyTag wanted, StringWidth width, std::uint64_t limit);
    // All tags, stored and computed. kAsStored names each tag as stored, even two of one id.
    std::vector<format::PropertyTag> Tags(StringWidth width);
    // The tag under which a property is stored that may be asked for with the other string type or with none.
    std::optional<format::PropertyTag> StoredTagFor(format::PropertyTag wanted, StringWidth width);
    // The tags that are stored or changed, with their values there. Several may have one id.
    std::vector<format::PropertyTag> StoredTags();
    // The value of exactly this tag, stored or changed, as Get gives it, or as GetForClient.
    PropertyValue ReadStored(format::PropertyTag tag, std::uint64_t limit, bool mayDefer = false);
    // The bytes of a string or binary. Null if there is none of this tag.
    std::shared_ptr<ValueSource> OpenStored(format::PropertyTag tag);
    // Of the same, in bytes. Nothing if there is none.
    std::optional<std::uint64_t> SizeOfStored(format::PropertyTag tag);
    // A number of at most four bytes, stored or changed.
    std::optional<std::uint32_t> StoredLong(format::PropertyTag tag);

    // The PROPATTR_* flags of exactly this tag, or of any with this id if the type is left open.
    std::uint32_t Attributes(format::PropertyTag tag);

    PropertyChanges& Changes() { return changes_; }
    const PropertyChanges& Changes() const { return changes_; }
    // Puts values in place of all that is there under the id.
    void Put(std::uint16_t id, PropertyChanges::Values values);
    void Put(ChangedValue value) { Put(format::IdOf(value.tag), {value}); }
    // Whether the client that has the object open may change it.
    void SetWritable(bool writable) { writable_ = writable; }
    // Whether a client may not set the property, since MAPI does.
    virtual bool IsComputed(std::uint16_t id);
    // The width in which strings are stored.
    virtual StringWidth Width() = 0;

    // Called before the properties are read as a row of a table.
    virtual void PrepareRow() {}

    // The code page of PT_STRING8 strings.
    virtual UINT CodePage() = 0;

  protected:
    PropertySource(const PropertySource&) = default;

    // What is given in place of a stored value. Nothing for nearly all: the file has the last word.
    virtual std::optional<PropertyValue> Replace(std::uint16_t) { return std::nullopt; }
    // Properties that MAPI computes. They are asked for only where nothing is stored under the id.
    virtual std::vector<format::PropertyTag> ComputedTags() = 0;
    virtual std::optional<PropertyValue> Compute(std::uint16_t id) = 0;
    // That the properties of an id are others now.
    virtual void OnChanged(std::uint16_t) {}
    // PR_ACCESS and PR_ACCESS_LEVEL, as the object was opened.
    std::optional<PropertyValue> AccessProperty(std::uint16_t id);
    bool IsWritable() const { return writable_; }

  private:
    // Calls `use(tag)` for the tags that are there under an id, stored or changed, until it answers true;
    // whether it did.
    template <typename Use>
    bool AnyUnder(std::uint16_t id, const Use& use) {
        const PropertyChanges::Values* changed = changes_.Find(id);
        if (!changed) {
            return store_->AnyOfId(id, [&](const format::PropertyEntry& entry) { return use(entry.tag); });
        }
        return std::ranges::any_of(*changed, [&](const ChangedValue& value) { return use(value.tag); });
    }
    bool HasValue(format::PropertyTag tag);
    // The same as StoredTagFor, for ids that were changed and for those that were not.
    std::optional<format::PropertyTag> ChangedTagFor(format::PropertyTag wanted, StringWidth width);
    const format::PropertyEntry* StoredEntryFor(format::PropertyTag wanted, StringWidth width);
    PropertyValue GetValue(format::PropertyTag wanted, StringWidth width, std::uint64_t limit, bool mayDefer);
    const ChangedValue* FindChanged(format::PropertyTag tag) const;

    std::shared_ptr<PropertyStore> store_;
    PropertyChanges changes_;
    bool writable_ = false;
};

}  // namespace mapi_msg

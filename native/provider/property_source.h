// What IMAPIProp and IMAPITable read from: the stored properties of a message, an attachment or a recipient,
// and those that MAPI computes for it.
#pragma once

#include <optional>
#include <vector>

#include "provider/property_store.h"

namespace mapi_msg {

// The width of strings whose tag leaves it open.
enum class StringWidth { kString8, kUnicode, kAsStored };

// The tag with the string type of that width, if it is a string's.
format::PropertyTag WithWidth(format::PropertyTag tag, StringWidth width);

class PropertySource {
  public:
    explicit PropertySource(PropertyStore store) : store_(std::move(store)) {}
    PropertySource(const PropertySource&) = delete;
    PropertySource& operator=(const PropertySource&) = delete;
    virtual ~PropertySource() = default;

    PropertyStore& Store() { return store_; }

    // The value as the tag's type wants it. Values larger than the limit are to be opened as a stream: an
    // error value with MAPI_E_NOT_ENOUGH_MEMORY. So are strings with a NUL inside, unless there is no limit.
    PropertyValue Get(format::PropertyTag wanted, StringWidth width, std::uint64_t limit);
    // The same for ToPropValues: the value's bytes may be pending.
    PropertyValue GetForClient(format::PropertyTag wanted, StringWidth width, std::uint64_t limit);
    // All tags, stored and computed. kAsStored names each tag as stored, even two of one id.
    std::vector<format::PropertyTag> Tags(StringWidth width);
    // The tag under which a property is stored that may be asked for with the other string type or with none.
    std::optional<format::PropertyTag> StoredTagFor(format::PropertyTag wanted, StringWidth width);

    // The PROPATTR_* flags of exactly this tag, or of any with this id if the type is left open.
    std::uint32_t Attributes(format::PropertyTag tag);

    // Called before the properties are read as a row of a table.
    virtual void PrepareRow() {}

    // The code page of PT_STRING8 strings.
    virtual UINT CodePage() = 0;

  protected:
    // What is given in place of a stored value. Nothing for nearly all: the file has the last word.
    virtual std::optional<PropertyValue> Replace(std::uint16_t) { return std::nullopt; }
    // Properties that MAPI computes. They are asked for only where nothing is stored under the id.
    virtual std::vector<format::PropertyTag> ComputedTags() = 0;
    virtual std::optional<PropertyValue> Compute(std::uint16_t id) = 0;
    // PR_ACCESS and PR_ACCESS_LEVEL, as the storage was opened.
    std::optional<PropertyValue> AccessProperty(std::uint16_t id);

  private:
    const format::PropertyEntry* StoredEntryFor(format::PropertyTag wanted, StringWidth width);
    bool StoresId(std::uint16_t id);
    PropertyValue GetValue(format::PropertyTag wanted, StringWidth width, std::uint64_t limit, bool mayDefer);
    PropertyValue ConvertTo(std::uint16_t type, PropertyValue value, UINT codePage);

    PropertyStore store_;
};

}  // namespace mapi_msg

// What a client has changed of an object's properties and not yet saved: it lies over what is stored.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <vector>

#include "provider/property_value.h"

namespace mapi_msg {

struct DataObject;
class ValueBuffer;

inline constexpr std::uint32_t kDefaultAttributes = 6;   // PROPATTR_READABLE | PROPATTR_WRITEABLE
inline constexpr std::uint32_t kComputedAttributes = 2;  // PROPATTR_READABLE

// One of the pointers is set. What they point to never changes, so that copies of the changes share it.
struct ChangedValue {
    format::PropertyTag tag = 0;
    std::uint32_t attributes = kDefaultAttributes;  // PROPATTR_*
    bool computed = false;                          // by this provider, and so again when it is out of date
    std::shared_ptr<const PropertyValue> value;
    std::shared_ptr<ValueBuffer> buffer;  // bytes of a string or binary that was written as a stream
    std::shared_ptr<DataObject> object;   // of PT_OBJECT
};

class PropertyChanges {
  public:
    // What is there in place of everything stored under the id: nothing, one value, or a value for each type.
    using Values = std::vector<ChangedValue>;

    bool IsEmpty() const { return values_.empty() && attributes_.empty(); }
    const std::map<std::uint16_t, Values>& ById() const { return values_; }
    // Null if what is stored holds.
    const Values* Find(std::uint16_t id) const;
    void Set(std::uint16_t id, Values values) { values_[id] = std::move(values); }
    // Back to what is stored.
    void Forget(std::uint16_t id) { values_.erase(id); }
    void Clear();

    // Attributes of a stored value.
    void SetAttributes(format::PropertyTag tag, std::uint32_t attributes) { attributes_[tag] = attributes; }
    std::optional<std::uint32_t> FindAttributes(format::PropertyTag tag) const;

  private:
    std::map<std::uint16_t, Values> values_;
    std::map<format::PropertyTag, std::uint32_t> attributes_;
};

ChangedValue MakeChange(PropertyValue value, std::uint32_t attributes = kDefaultAttributes);

}  // namespace mapi_msg

#include "provider/property_changes.h"

namespace mapi_msg {

const PropertyChanges::Values* PropertyChanges::Find(std::uint16_t id) const {
    const auto found = values_.find(id);
    return found == values_.end() ? nullptr : &found->second;
}

void PropertyChanges::Clear() {
    values_.clear();
    attributes_.clear();
}

std::optional<std::uint32_t> PropertyChanges::FindAttributes(format::PropertyTag tag) const {
    const auto found = attributes_.find(tag);
    return found == attributes_.end() ? std::nullopt : std::optional(found->second);
}

ChangedValue MakeChange(PropertyValue value, std::uint32_t attributes) {
    ChangedValue change;
    change.tag = value.tag;
    change.attributes = attributes;
    change.value = std::make_shared<const PropertyValue>(std::move(value));
    return change;
}

}  // namespace mapi_msg

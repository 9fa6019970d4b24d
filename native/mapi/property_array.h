// Property values as MAPI takes them.
#pragma once

#include <deque>
#include <vector>

#include "mapi/property_value.h"

namespace mapi_msg {

// SPropValues that point into the row they were made of, which must live as long and stay unchanged.
class PropertyArray {
  public:
    explicit PropertyArray(const PropertyRow& row);
    PropertyArray(const PropertyArray&) = delete;
    PropertyArray& operator=(const PropertyArray&) = delete;

    SPropValue* Get() { return values_.data(); }
    ULONG Count() const { return static_cast<ULONG>(values_.size()); }

  private:
    // Blocks of memory for the arrays of multi-valued properties, aligned for each of them.
    using Block = std::vector<std::max_align_t>;

    template <typename Element>
    SMultiValue<Element> AllocateArray(std::size_t count);
    template <typename Element, typename Source, typename Convert>
    SMultiValue<Element> ToArray(const std::vector<Source>& source, Convert convert);
    SPropValue ToPropValue(const PropertyValue& property);

    std::deque<Block> blocks_;
    std::vector<SPropValue> values_;
};

}  // namespace mapi_msg

// Conditions on the rows of a table.
// https://learn.microsoft.com/office/client-developer/outlook/mapi/srestriction
#pragma once

#include <deque>
#include <vector>

#include "mapi/property_array.h"

namespace mapi_msg {

// A tree that owns what it mentions, so that it can come from another thread. Which members count depends on
// `kind`, one of RES_*.
struct Restriction {
    ULONG kind = RES_EXIST;
    // RELOP_*, BMR_* or FL_*
    ULONG how = 0;
    ULONG tag = 0;
    // The second tag, the mask or the size.
    ULONG operand = 0;
    PropertyRow values;
    std::vector<Restriction> children;
};

// Turns PT_STRING8 values that are text into bytes of the code page.
void EncodeStrings(Restriction& restriction, UINT codePage);

// The SRestriction for a tree, which must live as long and stay unchanged.
class RestrictionBuilder {
  public:
    explicit RestrictionBuilder(const Restriction& root) { root_ = Build(root); }
    RestrictionBuilder(const RestrictionBuilder&) = delete;
    RestrictionBuilder& operator=(const RestrictionBuilder&) = delete;

    SRestriction* Get() { return &root_; }

  private:
    SRestriction Build(const Restriction& node);
    SRestriction* BuildChildren(const Restriction& node);
    SPropValue* BuildValues(const Restriction& node);

    std::deque<std::vector<SRestriction>> children_;
    std::deque<PropertyArray> values_;
    SRestriction root_ = {};
};

}  // namespace mapi_msg

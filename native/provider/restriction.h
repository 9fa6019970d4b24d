// The restrictions of IMAPITable::Restrict and FindRow.
// https://learn.microsoft.com/office/client-developer/outlook/mapi/about-restrictions
#pragma once

#include <vector>

#include "provider/property_source.h"

namespace mapi_msg {

class Restriction {
  public:
    // A copy of what a client handed in. 8-bit strings in it are of the given code page.
    // Throws MAPI_E_TOO_COMPLEX for what is not supported, MAPI_E_INVALID_PARAMETER for what makes no sense.
    static Restriction Parse(const SRestriction& source, UINT codePage);

    // Whether a row has what is asked for. Comparing a property that the row lacks gives no match.
    bool Matches(PropertySource& row) const;

  private:
    static Restriction Parse(const SRestriction& source, UINT codePage, unsigned depth);
    void ParseChildren(const SRestriction* children, ULONG count, UINT codePage, unsigned depth);
    void ParseContent(const SContentRestriction& source, UINT codePage);
    void ParseProperty(const SPropertyRestriction& source, UINT codePage);
    void ParseCompareProps(const SComparePropsRestriction& source);
    void ParseBitMask(const SBitMaskRestriction& source);
    void ParseSize(const SSizeRestriction& source);

    bool MatchesContent(PropertySource& row) const;
    bool MatchesProperty(PropertySource& row) const;
    bool MatchesCompareProps(PropertySource& row) const;
    bool MatchesSize(PropertySource& row) const;
    bool ContainsConstant(const PropertyValue& value) const;

    ULONG kind_ = RES_AND;
    std::vector<Restriction> children_;
    format::PropertyTag tag_ = 0;
    format::PropertyTag otherTag_ = 0;
    ULONG operation_ = 0;  // RELOP_*, BMR_* or FL_*
    ULONG number_ = 0;     // a mask or a size
    PropertyValue constant_;
};

}  // namespace mapi_msg

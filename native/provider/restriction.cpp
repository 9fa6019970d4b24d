#include "provider/restriction.h"

#include <algorithm>

#include "provider/text_folding.h"
#include "provider/value_compare.h"
#include "text/code_page.h"

namespace mapi_msg {

using namespace format;

namespace {

constexpr unsigned kDeepestRestriction = 64;
constexpr ULONG kMatchMask = 0xFFFF;  // FL_FULLSTRING, FL_SUBSTRING or FL_PREFIX

[[noreturn]] void RefuseAsTooComplex() { throw ResultError{MAPI_E_TOO_COMPLEX}; }

// Strings are compared as Unicode, whatever width the client names.
PropertyTag AsUnicodeTag(PropertyTag tag) { return WithWidth(tag, StringWidth::kUnicode); }

PropertyValue ParseConstant(const SPropValue* value, UINT codePage) {
    if (!value) throw ResultError{MAPI_E_INVALID_PARAMETER};
    PropertyValue constant = FromPropValue(*value);
    if (TypeOf(constant.tag) == kTypeString8) {
        return UnicodeValue(AsUnicodeTag(constant.tag), text::DecodeString8(constant.bytes, codePage));
    }
    return constant;
}

void CheckRelation(ULONG relation) {
    if (relation > RELOP_RE) throw ResultError{MAPI_E_INVALID_PARAMETER};
    if (relation == RELOP_RE) RefuseAsTooComplex();
}

bool Holds(ULONG relation, int order) {
    switch (relation) {
        case RELOP_LT:
            return order < 0;
        case RELOP_LE:
            return order <= 0;
        case RELOP_GT:
            return order > 0;
        case RELOP_GE:
            return order >= 0;
        case RELOP_EQ:
            return order == 0;
        default:
            return order != 0;
    }
}

// A property type with a constant's type that belongs to it: the same, or that of one of several values.
void CheckTypes(PropertyTag tag, PropertyTag constantTag) {
    const std::uint16_t single = SingleTypeOf(TypeOf(tag));
    if (single != TypeOf(constantTag) || !IsComparable(single)) RefuseAsTooComplex();
}

PropertyValue ValueOf(PropertySource& row, PropertyTag tag) {
    return row.Get(tag, StringWidth::kUnicode, kNoLimit);
}

// The bytes that the value itself takes.
std::uint64_t SizeOfValue(const PropertyValue& value) {
    const std::uint16_t type = TypeOf(value.tag);
    if (PlacementOf(type) == Placement::kInline) return FixedSizeOf(type);
    std::uint64_t size = value.bytes.size();
    for (const ByteVector& item : value.items) size += item.size();
    return size;
}

// Objects and large values count too.
bool ValueExists(PropertySource& row, PropertyTag tag) {
    const PropertyValue value = row.Get(tag, StringWidth::kAsStored, 0);
    return !value.IsError() || value.Error() != MAPI_E_NOT_FOUND;
}

template <typename Sequence>
bool Contains(const Sequence& whole, const Sequence& part, ULONG match) {
    switch (match) {
        case FL_SUBSTRING:
            return std::search(whole.begin(), whole.end(), part.begin(), part.end()) != whole.end() ||
                   part.empty();
        case FL_PREFIX:
            return part.size() <= whole.size() && std::equal(part.begin(), part.end(), whole.begin());
        default:
            return whole == part;
    }
}

}  // namespace

Restriction Restriction::Parse(const SRestriction& source, UINT codePage) {
    return Parse(source, codePage, 0);
}

Restriction Restriction::Parse(const SRestriction& source, UINT codePage, unsigned depth) {
    if (depth > kDeepestRestriction) RefuseAsTooComplex();
    Restriction result;
    result.kind_ = source.rt;
    switch (source.rt) {
        case RES_AND:
        case RES_OR:
            result.ParseChildren(source.res.resAnd.lpRes, source.res.resAnd.cRes, codePage, depth);
            break;
        case RES_NOT:
            result.ParseChildren(source.res.resNot.lpRes, 1, codePage, depth);
            break;
        case RES_COMMENT:
            result.ParseChildren(source.res.resComment.lpRes, 1, codePage, depth);
            break;
        case RES_CONTENT:
            result.ParseContent(source.res.resContent, codePage);
            break;
        case RES_PROPERTY:
            result.ParseProperty(source.res.resProperty, codePage);
            break;
        case RES_COMPAREPROPS:
            result.ParseCompareProps(source.res.resCompareProps);
            break;
        case RES_BITMASK:
            result.ParseBitMask(source.res.resBitMask);
            break;
        case RES_SIZE:
            result.ParseSize(source.res.resSize);
            break;
        case RES_EXIST:
            result.tag_ = source.res.resExist.ulPropTag;
            break;
        default:
            RefuseAsTooComplex();
    }
    return result;
}

void Restriction::ParseChildren(const SRestriction* children, ULONG count, UINT codePage, unsigned depth) {
    if (count != 0 && !children) throw ResultError{MAPI_E_INVALID_PARAMETER};
    for (ULONG i = 0; i < count; ++i) children_.push_back(Parse(children[i], codePage, depth + 1));
}

void Restriction::ParseContent(const SContentRestriction& source, UINT codePage) {
    if (!source.lpProp) throw ResultError{MAPI_E_INVALID_PARAMETER};
    operation_ = source.ulFuzzyLevel;
    const ULONG match = operation_ & kMatchMask;
    if (match != FL_FULLSTRING && match != FL_SUBSTRING && match != FL_PREFIX) RefuseAsTooComplex();
    const std::uint16_t single = SingleTypeOf(TypeOf(source.ulPropTag));
    const bool sameType = single == PROP_TYPE(source.lpProp->ulPropTag);
    if (!sameType || (!IsString(single) && single != kTypeBinary)) RefuseAsTooComplex();
    tag_ = AsUnicodeTag(source.ulPropTag);
    constant_ = ParseConstant(source.lpProp, codePage);
}

void Restriction::ParseProperty(const SPropertyRestriction& source, UINT codePage) {
    CheckRelation(source.relop);
    operation_ = source.relop;
    tag_ = AsUnicodeTag(source.ulPropTag);
    constant_ = ParseConstant(source.lpProp, codePage);
    CheckTypes(tag_, constant_.tag);
}

void Restriction::ParseCompareProps(const SComparePropsRestriction& source) {
    CheckRelation(source.relop);
    operation_ = source.relop;
    tag_ = AsUnicodeTag(source.ulPropTag1);
    otherTag_ = AsUnicodeTag(source.ulPropTag2);
    if (TypeOf(tag_) != TypeOf(otherTag_) || !IsComparable(TypeOf(tag_))) RefuseAsTooComplex();
}

void Restriction::ParseBitMask(const SBitMaskRestriction& source) {
    if (source.relBMR != BMR_EQZ && source.relBMR != BMR_NEZ) throw ResultError{MAPI_E_INVALID_PARAMETER};
    if (TypeOf(source.ulPropTag) != kTypeLong) RefuseAsTooComplex();
    operation_ = source.relBMR;
    tag_ = source.ulPropTag;
    number_ = source.ulMask;
}

void Restriction::ParseSize(const SSizeRestriction& source) {
    CheckRelation(source.relop);
    operation_ = source.relop;
    tag_ = source.ulPropTag;
    number_ = source.cb;
}

bool Restriction::Matches(PropertySource& row) const {
    const auto matches = [&row](const Restriction& child) { return child.Matches(row); };
    switch (kind_) {
        case RES_AND:
        case RES_COMMENT:
            return std::all_of(children_.begin(), children_.end(), matches);
        case RES_OR:
            return std::any_of(children_.begin(), children_.end(), matches);
        case RES_NOT:
            return !matches(children_.front());
        case RES_CONTENT:
            return MatchesContent(row);
        case RES_PROPERTY:
            return MatchesProperty(row);
        case RES_COMPAREPROPS:
            return MatchesCompareProps(row);
        case RES_SIZE:
            return MatchesSize(row);
        case RES_BITMASK: {
            const PropertyValue value = ValueOf(row, tag_);
            if (value.IsError()) return false;
            return ((ReadU32(value.fixed, 0) & number_) == 0) == (operation_ == BMR_EQZ);
        }
        default:
            return ValueExists(row, tag_);
    }
}

bool Restriction::ContainsConstant(const PropertyValue& value) const {
    const ULONG match = operation_ & kMatchMask;
    if (TypeOf(value.tag) != kTypeUnicode) return Contains(value.bytes, constant_.bytes, match);
    return Contains(FoldText(TextOf(value), operation_), FoldText(TextOf(constant_), operation_), match);
}

bool Restriction::MatchesContent(PropertySource& row) const {
    const PropertyValue value = ValueOf(row, tag_);
    if (value.IsError()) return false;
    if (!IsMultiValue(TypeOf(tag_))) return ContainsConstant(value);
    const std::vector<PropertyValue> values = SingleValues(value);
    return std::any_of(values.begin(), values.end(),
                       [this](const PropertyValue& one) { return ContainsConstant(one); });
}

bool Restriction::MatchesProperty(PropertySource& row) const {
    const PropertyValue value = ValueOf(row, tag_);
    if (value.IsError() && TypeOf(tag_) != kTypeError) return false;
    if (!IsMultiValue(TypeOf(tag_))) return Holds(operation_, CompareValues(value, constant_));
    // One of the values has to be so; for "not equal", none may be equal.
    const std::vector<PropertyValue> values = SingleValues(value);
    const ULONG relation = operation_ == RELOP_NE ? RELOP_EQ : operation_;
    const bool any = std::any_of(values.begin(), values.end(), [&](const PropertyValue& one) {
        return Holds(relation, CompareValues(one, constant_));
    });
    return operation_ == RELOP_NE ? !any : any;
}

bool Restriction::MatchesCompareProps(PropertySource& row) const {
    const PropertyValue left = ValueOf(row, tag_);
    const PropertyValue right = ValueOf(row, otherTag_);
    if (left.IsError() || right.IsError()) return false;
    return Holds(operation_, CompareValues(left, right));
}

bool Restriction::MatchesSize(PropertySource& row) const {
    const PropertyValue value = row.Get(tag_, StringWidth::kAsStored, kNoLimit);
    if (value.IsError()) return false;
    const std::uint64_t size = SizeOfValue(value);
    return Holds(operation_, size < number_ ? -1 : size > number_ ? 1 : 0);
}

}  // namespace mapi_msg

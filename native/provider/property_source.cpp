#include "provider/property_source.h"

#include <algorithm>
#include <unordered_set>

#include "provider/property_tags.h"
#include "text/code_page.h"

namespace mapi_msg {

using namespace format;

namespace {

std::u16string_view AsText(const ByteVector& bytes) {
    return {reinterpret_cast<const char16_t*>(bytes.data()), bytes.size() / 2};
}

ByteVector AsBytes(const std::u16string& text) {
    const auto* bytes = reinterpret_cast<const std::uint8_t*>(text.data());
    return ByteVector(bytes, bytes + text.size() * sizeof(char16_t));
}

ByteVector ConvertString(const ByteVector& string, bool toUnicode, UINT codePage) {
    return toUnicode ? AsBytes(text::DecodeString8(string, text::LikelyCodePage(string, codePage)))
                     : text::EncodeString8(AsText(string), codePage);
}

std::uint16_t TypeForWidth(std::uint16_t type, StringWidth width) {
    if (!IsString(type) || width == StringWidth::kAsStored) return type;
    const std::uint16_t wanted = width == StringWidth::kUnicode ? kTypeUnicode : kTypeString8;
    return static_cast<std::uint16_t>(wanted | (type & kMultiValueFlag));
}

// Whether text goes on after a NUL, so that a NUL-terminated string cannot hold it.
template <typename Unit>
bool HasInnerNul(const Unit* text, std::size_t length) {
    const Unit* end = text + length;
    return std::find_if(std::find(text, end, Unit{0}), end, [](Unit unit) { return unit != 0; }) != end;
}

bool HasInnerNul(const PropertyValue& value) {
    if (TypeOf(value.tag) == kTypeString8) return HasInnerNul(value.bytes.data(), value.bytes.size());
    if (TypeOf(value.tag) != kTypeUnicode) return false;
    const std::u16string_view text = TextOf(value);
    return HasInnerNul(text.data(), text.size());
}

}  // namespace

PropertyTag WithWidth(PropertyTag tag, StringWidth width) {
    return WithType(tag, TypeForWidth(TypeOf(tag), width));
}

std::optional<PropertyTag> PropertySource::StoredTagFor(PropertyTag wanted, StringWidth width) {
    const std::uint16_t type = TypeOf(wanted);
    if (type == 0) {
        std::optional<PropertyTag> best;
        for (const PropertyEntry* entry : store_.FindById(IdOf(wanted))) {
            const std::uint16_t stored = TypeOf(entry->tag);
            if (PlacementOf(stored) == Placement::kUnknown) continue;
            if (!best || TypeForWidth(stored, width) == stored) best = entry->tag;
        }
        return best;
    }
    if (store_.Find(wanted)) return wanted;
    if (!IsString(type)) return std::nullopt;
    const PropertyTag other = WithType(wanted, OtherStringType(type));
    return store_.Find(other) ? std::optional(other) : std::nullopt;
}

PropertyValue PropertySource::ConvertTo(std::uint16_t type, PropertyValue value, UINT codePage) {
    if (TypeOf(value.tag) == type || value.IsError()) return value;
    value.tag = WithType(value.tag, type);
    const bool toUnicode = SingleTypeOf(type) == kTypeUnicode;
    if (IsMultiValue(type)) {
        for (ByteVector& item : value.items) item = ConvertString(item, toUnicode, codePage);
    } else {
        value.bytes = ConvertString(value.bytes, toUnicode, codePage);
    }
    return value;
}

PropertyValue PropertySource::Get(PropertyTag wanted, StringWidth width, std::uint64_t limit) {
    const std::uint16_t type = TypeOf(wanted);
    std::optional<PropertyValue> value;
    if (const auto stored = StoredTagFor(wanted, width)) {
        try {
            value = Replace(IdOf(wanted));
            if (!value) value = store_.Read(*store_.Find(*stored), limit);
        } catch (const ResultError& error) {
            return ErrorValue(wanted, error.result);
        }
        if (limit != kNoLimit && HasInnerNul(*value)) return ErrorValue(wanted, MAPI_E_NOT_ENOUGH_MEMORY);
    } else {
        if (store_.FindById(IdOf(wanted)).empty()) value = Compute(IdOf(wanted));
        if (!value) return ErrorValue(wanted, MAPI_E_NOT_FOUND);
        const std::uint16_t computed = TypeOf(value->tag);
        const bool fits =
            type == 0 || type == computed || (IsString(type) && OtherStringType(type) == computed);
        if (!fits) return ErrorValue(wanted, MAPI_E_NOT_FOUND);
    }
    if (value->IsError() || !IsString(TypeOf(value->tag))) return *std::move(value);
    const std::uint16_t target = type == 0 ? TypeForWidth(TypeOf(value->tag), width) : type;
    return ConvertTo(target, *std::move(value), target == TypeOf(value->tag) ? 0 : CodePage());
}

std::optional<PropertyValue> PropertySource::AccessProperty(std::uint16_t id) {
    constexpr std::uint32_t kAccessRead = 2;     // MAPI_ACCESS_READ
    constexpr std::uint32_t kReadOnlyLevel = 0;  // MAPI_MODIFY would be 1
    switch (id) {
        case IdOf(kPrAccess):
            return LongValue(kPrAccess, kAccessRead);
        case IdOf(kPrAccessLevel):
            return LongValue(kPrAccessLevel, kReadOnlyLevel);
        default:
            return std::nullopt;
    }
}

std::uint32_t PropertySource::Attributes(PropertyTag tag) {
    constexpr std::uint32_t kStoredFlags = PROPATTR_MANDATORY | PROPATTR_READABLE | PROPATTR_WRITEABLE;
    const std::vector<const PropertyEntry*> entries = store_.FindById(IdOf(tag));
    for (const PropertyEntry* entry : entries) {
        if ((TypeOf(tag) == 0 || entry->tag == tag) && store_.HasValue(*entry))
            return entry->flags & kStoredFlags;
    }
    if (entries.empty()) {
        for (PropertyTag computed : ComputedTags()) {
            if (IdOf(computed) == IdOf(tag)) return PROPATTR_READABLE;
        }
    }
    return PROPATTR_NOT_PRESENT;
}

std::vector<PropertyTag> PropertySource::Tags(StringWidth width) {
    std::vector<PropertyTag> tags;
    std::unordered_set<PropertyTag> seen;
    std::unordered_set<std::uint16_t> storedIds;
    for (PropertyTag stored : store_.Tags()) {
        const PropertyTag tag = WithWidth(stored, width);
        if (seen.insert(tag).second) tags.push_back(tag);
        storedIds.insert(IdOf(stored));
    }
    for (PropertyTag computed : ComputedTags()) {
        if (storedIds.contains(IdOf(computed))) continue;
        tags.push_back(WithWidth(computed, width));
    }
    return tags;
}

}  // namespace mapi_msg

#include "provider/property_source.h"

#include <algorithm>

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

// The tag that a value gets for a client who asked for `wanted`.
PropertyTag WithTypeFor(PropertyTag wanted, PropertyTag stored, StringWidth width) {
    const std::uint16_t type = TypeOf(wanted);
    return WithType(stored, type == 0 ? TypeForWidth(TypeOf(stored), width) : type);
}

}  // namespace

PropertyTag WithWidth(PropertyTag tag, StringWidth width) {
    return WithType(tag, TypeForWidth(TypeOf(tag), width));
}

const PropertyEntry* PropertySource::StoredEntryFor(PropertyTag wanted, StringWidth width) {
    const std::uint16_t type = TypeOf(wanted);
    if (type == 0) {
        const PropertyEntry* best = nullptr;
        store_.AnyOfId(IdOf(wanted), [&](const PropertyEntry& entry) {
            const std::uint16_t stored = TypeOf(entry.tag);
            if (PlacementOf(stored) == Placement::kUnknown) return false;
            if (!best || TypeForWidth(stored, width) == stored) best = &entry;
            return false;
        });
        return best;
    }
    const PropertyEntry* exact = store_.Find(wanted);
    return exact || !IsString(type) ? exact : store_.Find(WithType(wanted, OtherStringType(type)));
}

std::optional<PropertyTag> PropertySource::StoredTagFor(PropertyTag wanted, StringWidth width) {
    const PropertyEntry* entry = StoredEntryFor(wanted, width);
    return entry ? std::optional(entry->tag) : std::nullopt;
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

bool PropertySource::StoresId(std::uint16_t id) {
    return store_.AnyOfId(id, [](const PropertyEntry&) { return true; });
}

PropertyValue PropertySource::Get(PropertyTag wanted, StringWidth width, std::uint64_t limit) {
    return GetValue(wanted, width, limit, false);
}

PropertyValue PropertySource::GetForClient(PropertyTag wanted, StringWidth width, std::uint64_t limit) {
    return GetValue(wanted, width, limit, true);
}

PropertyValue PropertySource::GetValue(PropertyTag wanted, StringWidth width, std::uint64_t limit,
                                       bool mayDefer) {
    const std::uint16_t type = TypeOf(wanted);
    std::optional<PropertyValue> value;
    if (const PropertyEntry* stored = StoredEntryFor(wanted, width)) {
        const bool staysAsStored = WithTypeFor(wanted, stored->tag, width) == stored->tag;
        try {
            value = Replace(IdOf(wanted));
            if (!value) value = store_.Read(*stored, limit, mayDefer && staysAsStored);
        } catch (const ResultError& error) {
            return ErrorValue(wanted, error.result);
        }
        if (value->pending) {
            value->pending.refusesInnerNul = limit != kNoLimit && IsString(TypeOf(value->tag));
            return *std::move(value);
        }
        if (limit != kNoLimit && HasInnerNul(value->tag, value->bytes)) {
            return ErrorValue(wanted, MAPI_E_NOT_ENOUGH_MEMORY);
        }
    } else {
        if (!StoresId(IdOf(wanted))) value = Compute(IdOf(wanted));
        if (!value) return ErrorValue(wanted, MAPI_E_NOT_FOUND);
        const std::uint16_t computed = TypeOf(value->tag);
        const bool fits =
            type == 0 || type == computed || (IsString(type) && OtherStringType(type) == computed);
        if (!fits) return ErrorValue(wanted, MAPI_E_NOT_FOUND);
    }
    if (value->IsError() || !IsString(TypeOf(value->tag))) return *std::move(value);
    const std::uint16_t target = TypeOf(WithTypeFor(wanted, value->tag, width));
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
    std::uint32_t flags = 0;
    const bool isStored = store_.AnyOfId(IdOf(tag), [&](const PropertyEntry& entry) {
        flags = entry.flags & kStoredFlags;
        return (TypeOf(tag) == 0 || entry.tag == tag) && store_.HasValue(entry);
    });
    if (isStored) return flags;
    if (!StoresId(IdOf(tag))) {
        for (PropertyTag computed : ComputedTags()) {
            if (IdOf(computed) == IdOf(tag)) return PROPATTR_READABLE;
        }
    }
    return PROPATTR_NOT_PRESENT;
}

std::vector<PropertyTag> PropertySource::Tags(StringWidth width) {
    std::vector<PropertyTag> tags;
    for (PropertyTag stored : store_.Tags()) {
        const PropertyTag tag = WithWidth(stored, width);
        // A string that is there in both widths is named once, where that of this width is.
        const bool isTwice = tag != stored && store_.Find(tag) && store_.HasValue(*store_.Find(tag));
        if (!isTwice) tags.push_back(tag);
    }
    for (PropertyTag computed : ComputedTags()) {
        const auto isThere = [&](const PropertyEntry& entry) { return store_.HasValue(entry); };
        if (!store_.AnyOfId(IdOf(computed), isThere)) tags.push_back(WithWidth(computed, width));
    }
    return tags;
}

}  // namespace mapi_msg

#include "provider/property_source.h"

#include "provider/property_tags.h"
#include "provider/string_conversion.h"
#include "provider/value_buffer.h"

namespace mapi_msg {

using namespace format;

namespace {

// The tag that a value gets for a client who asked for `wanted`.
PropertyTag WithTypeFor(PropertyTag wanted, PropertyTag stored, StringWidth width) {
    const std::uint16_t type = TypeOf(wanted);
    return WithType(stored, type == 0 ? TypeForWidth(TypeOf(stored), width) : type);
}

}  // namespace

const ChangedValue* PropertySource::FindChanged(PropertyTag tag) const {
    const PropertyChanges::Values* values = changes_.Find(IdOf(tag));
    if (!values) return nullptr;
    const auto found =
        std::ranges::find_if(*values, [&](const ChangedValue& value) { return value.tag == tag; });
    return found == values->end() ? nullptr : &*found;
}

bool PropertySource::HasValue(PropertyTag tag) {
    if (changes_.Find(IdOf(tag))) return FindChanged(tag) != nullptr;
    const PropertyEntry* entry = store_->Find(tag);
    return entry && store_->HasValue(*entry);
}

const PropertyEntry* PropertySource::StoredEntryFor(PropertyTag wanted, StringWidth width) {
    const std::uint16_t type = TypeOf(wanted);
    if (type == 0) {
        const PropertyEntry* best = nullptr;
        store_->AnyOfId(IdOf(wanted), [&](const PropertyEntry& entry) {
            const std::uint16_t stored = TypeOf(entry.tag);
            if (PlacementOf(stored) == Placement::kUnknown) return false;
            if (!best || TypeForWidth(stored, width) == stored) best = &entry;
            return false;
        });
        return best;
    }
    const PropertyEntry* exact = store_->Find(wanted);
    return exact || !IsString(type) ? exact : store_->Find(WithType(wanted, OtherStringType(type)));
}

std::optional<PropertyTag> PropertySource::ChangedTagFor(PropertyTag wanted, StringWidth width) {
    const std::uint16_t type = TypeOf(wanted);
    std::optional<PropertyTag> best;
    for (const ChangedValue& value : *changes_.Find(IdOf(wanted))) {
        const std::uint16_t stored = TypeOf(value.tag);
        const bool fits = type == 0 || type == stored || (IsString(type) && OtherStringType(type) == stored);
        const bool isExact = type == 0 ? TypeForWidth(stored, width) == stored : type == stored;
        if (fits && (!best || isExact)) best = value.tag;
    }
    return best;
}

std::optional<PropertyTag> PropertySource::StoredTagFor(PropertyTag wanted, StringWidth width) {
    if (changes_.Find(IdOf(wanted))) return ChangedTagFor(wanted, width);
    const PropertyEntry* entry = StoredEntryFor(wanted, width);
    return entry ? std::optional(entry->tag) : std::nullopt;
}

PropertyValue PropertySource::ReadStored(PropertyTag tag, std::uint64_t limit, bool mayDefer) {
    const ChangedValue* changed = FindChanged(tag);
    if (!changed) {
        const PropertyEntry* entry = changes_.Find(IdOf(tag)) ? nullptr : store_->Find(tag);
        return entry ? store_->Read(*entry, limit, mayDefer) : ErrorValue(tag, MAPI_E_NOT_FOUND);
    }
    if (changed->object) return ErrorValue(tag, MAPI_E_NOT_ENOUGH_MEMORY);
    if (changed->buffer) {
        auto bytes = ReadAll(*changed->buffer, limit);
        return bytes ? BinaryValue(tag, *std::move(bytes)) : ErrorValue(tag, MAPI_E_NOT_ENOUGH_MEMORY);
    }
    const bool tooLarge =
        PlacementOf(TypeOf(tag)) == Placement::kStream && changed->value->bytes.size() > limit;
    return tooLarge ? ErrorValue(tag, MAPI_E_NOT_ENOUGH_MEMORY) : *changed->value;
}

std::shared_ptr<ValueSource> PropertySource::OpenStored(PropertyTag tag) {
    const ChangedValue* changed = FindChanged(tag);
    if (changed && changed->buffer) return changed->buffer;
    if (changed) return changed->value ? MakeMemorySource(changed->value->bytes) : nullptr;
    if (changes_.Find(IdOf(tag)) || !store_->HasStorage()) return nullptr;
    auto stream = store_->OpenStream(tag);
    return stream ? MakeStreamSource(std::move(stream)) : nullptr;
}

std::optional<std::uint64_t> PropertySource::SizeOfStored(PropertyTag tag) {
    if (!changes_.Find(IdOf(tag))) return store_->Find(tag) ? store_->SizeOfValue(tag) : std::nullopt;
    const auto source = OpenStored(tag);
    return source ? std::optional(source->Size()) : std::nullopt;
}

std::optional<std::uint32_t> PropertySource::StoredLong(PropertyTag tag) {
    if (const ChangedValue* changed = FindChanged(tag)) return ReadU32(changed->value->fixed, 0);
    if (changes_.Find(IdOf(tag))) return std::nullopt;
    const PropertyEntry* entry = store_->Find(tag);
    return entry ? std::optional(ReadU32(entry->value, 0)) : std::nullopt;
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
    const bool isChanged = changes_.Find(IdOf(wanted)) != nullptr;
    const PropertyEntry* entry = isChanged ? nullptr : StoredEntryFor(wanted, width);
    const std::optional<PropertyTag> stored = isChanged ? ChangedTagFor(wanted, width)
                                              : entry   ? std::optional(entry->tag)
                                                        : std::nullopt;
    if (stored) {
        const bool mayBePending = mayDefer && WithTypeFor(wanted, *stored, width) == *stored;
        try {
            value = Replace(IdOf(wanted));
            if (!value) {
                value = entry ? store_->Read(*entry, limit, mayBePending) : ReadStored(*stored, limit);
            }
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
        const bool isStored = AnyUnder(IdOf(wanted), [](PropertyTag) { return true; });
        if (!isStored) value = Compute(IdOf(wanted));
        if (!value) return ErrorValue(wanted, MAPI_E_NOT_FOUND);
        const std::uint16_t computed = TypeOf(value->tag);
        const bool fits =
            type == 0 || type == computed || (IsString(type) && OtherStringType(type) == computed);
        if (!fits) return ErrorValue(wanted, MAPI_E_NOT_FOUND);
    }
    if (value->IsError() || !IsString(TypeOf(value->tag))) return *std::move(value);
    const std::uint16_t target = TypeOf(WithTypeFor(wanted, value->tag, width));
    if (target == TypeOf(value->tag)) return *std::move(value);
    return ConvertString(target, *std::move(value), CodePage());
}

void PropertySource::Put(std::uint16_t id, PropertyChanges::Values values) {
    changes_.Set(id, std::move(values));
    OnChanged(id);
}

std::optional<PropertyValue> PropertySource::AccessProperty(std::uint16_t id) {
    constexpr std::uint32_t kAccessModify = 1;  // MAPI_ACCESS_MODIFY
    constexpr std::uint32_t kAccessRead = 2;    // MAPI_ACCESS_READ
    switch (id) {
        case IdOf(kPrAccess):
            return LongValue(kPrAccess, writable_ ? kAccessRead | kAccessModify : kAccessRead);
        case IdOf(kPrAccessLevel):
            return LongValue(kPrAccessLevel, writable_ ? MAPI_MODIFY : 0);
        default:
            return std::nullopt;
    }
}

std::uint32_t PropertySource::Attributes(PropertyTag tag) {
    constexpr std::uint32_t kStoredFlags = PROPATTR_MANDATORY | PROPATTR_READABLE | PROPATTR_WRITEABLE;
    std::uint32_t attributes = PROPATTR_NOT_PRESENT;
    bool isStored = false;
    AnyUnder(IdOf(tag), [&](PropertyTag stored) {
        isStored = true;
        if ((TypeOf(tag) != 0 && stored != tag) || !HasValue(stored)) return false;
        const ChangedValue* changed = FindChanged(stored);
        attributes = changes_.FindAttributes(stored).value_or(
            changed ? changed->attributes : store_->Find(stored)->flags & kStoredFlags);
        return true;
    });
    if (isStored) return attributes;
    const std::vector<PropertyTag> computed = ComputedTags();
    const bool isComputed =
        std::ranges::any_of(computed, [&](PropertyTag each) { return IdOf(each) == IdOf(tag); });
    return isComputed ? PROPATTR_READABLE : PROPATTR_NOT_PRESENT;
}

bool PropertySource::IsComputed(std::uint16_t id) {
    const std::vector<PropertyTag> computed = ComputedTags();
    return std::ranges::any_of(computed, [&](PropertyTag tag) { return IdOf(tag) == id; });
}

std::vector<PropertyTag> PropertySource::StoredTags() {
    std::vector<PropertyTag> tags = store_->Tags();
    if (changes_.ById().empty()) return tags;
    std::erase_if(tags, [&](PropertyTag tag) { return changes_.Find(IdOf(tag)) != nullptr; });
    for (const auto& [id, values] : changes_.ById()) {
        for (const ChangedValue& value : values) tags.push_back(value.tag);
    }
    return tags;
}

std::vector<PropertyTag> PropertySource::Tags(StringWidth width) {
    std::vector<PropertyTag> tags;
    for (PropertyTag stored : StoredTags()) {
        const PropertyTag tag = WithWidth(stored, width);
        // A string that is there in both widths is named once, where that of this width is.
        if (tag == stored || !HasValue(tag)) tags.push_back(tag);
    }
    for (PropertyTag computed : ComputedTags()) {
        const auto isThere = [&](PropertyTag tag) { return HasValue(tag); };
        if (!AnyUnder(IdOf(computed), isThere)) tags.push_back(WithWidth(computed, width));
    }
    return tags;
}

}  // namespace mapi_msg

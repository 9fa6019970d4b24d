#include "provider/property_value.h"

#include <algorithm>
#include <cstring>
#include <cwchar>

namespace mapi_msg {

namespace {

using namespace format;

constexpr std::size_t kAlignment = 8;

constexpr std::size_t Align(std::size_t size) { return (size + kAlignment - 1) / kAlignment * kAlignment; }

std::size_t TerminatorSize(std::uint16_t type) {
    switch (SingleTypeOf(type)) {
        case kTypeString8:
            return 1;
        case kTypeUnicode:
            return 2;
        default:
            return 0;
    }
}

// Bytes of a string that are whole characters.
std::size_t TextSize(std::size_t size, std::uint16_t type) {
    return SingleTypeOf(type) == kTypeUnicode ? size / 2 * 2 : size;
}

std::size_t ItemSize(std::uint16_t type) { return IsString(type) ? sizeof(void*) : sizeof(SBinary); }

std::size_t SpaceFor(std::size_t size, std::uint16_t type) { return Align(size + TerminatorSize(type)); }

std::size_t SpaceFor(const ByteVector& bytes, std::uint16_t type) { return SpaceFor(bytes.size(), type); }

std::size_t SpaceBesideStructure(const PropertyValue& value) {
    const std::uint16_t type = TypeOf(value.tag);
    switch (PlacementOf(type)) {
        case Placement::kStream:
        case Placement::kFixedMultiValue:
            return SpaceFor(value.pending ? value.pending.Size() : value.bytes.size(), type);
        case Placement::kVariableMultiValue: {
            std::size_t space = Align(value.items.size() * ItemSize(type));
            for (const ByteVector& item : value.items) space += SpaceFor(item, type);
            return space;
        }
        default:
            return 0;
    }
}

void Terminate(std::uint8_t* place, std::size_t size, std::uint16_t type) {
    std::memset(place + TextSize(size, type), 0, TerminatorSize(type));
}

// Hands out the space behind the array of values.
class Writer {
  public:
    explicit Writer(std::uint8_t* start) : next_(start) {}

    std::uint8_t* Take(std::size_t size) {
        std::uint8_t* place = next_;
        next_ += Align(size);
        return place;
    }

    std::uint8_t* Put(const ByteVector& bytes, std::uint16_t type) {
        std::uint8_t* place = Take(bytes.size() + TerminatorSize(type));
        if (!bytes.empty()) std::memcpy(place, bytes.data(), bytes.size());
        Terminate(place, bytes.size(), type);
        return place;
    }

    // The bytes are still to be read.
    std::uint8_t* Put(const PendingBytes& pending, std::uint16_t type) {
        return Take(pending.Size() + TerminatorSize(type));
    }

  private:
    std::uint8_t* next_;
};

void WriteFixed(const PropertyValue& value, SPropUnion& target) {
    std::memset(&target, 0, sizeof(target));
    const std::size_t size = FixedSizeOf(TypeOf(value.tag));
    std::memcpy(&target, value.fixed.data(), size);
    if (TypeOf(value.tag) == kTypeBoolean) target.b = target.b ? 1 : 0;
}

void WriteSingle(const PropertyValue& value, SPropUnion& target, Writer& writer) {
    const std::uint16_t type = TypeOf(value.tag);
    const std::size_t size = value.pending ? value.pending.Size() : value.bytes.size();
    std::uint8_t* place = value.pending ? writer.Put(value.pending, type) : writer.Put(value.bytes, type);
    switch (type) {
        case kTypeString8:
            target.lpszA = reinterpret_cast<LPSTR>(place);
            break;
        case kTypeUnicode:
            target.lpszW = reinterpret_cast<LPWSTR>(place);
            break;
        case kTypeGuid:
            target.lpguid = reinterpret_cast<GUID*>(place);
            break;
        default:
            target.bin = {static_cast<ULONG>(size), place};
            break;
    }
}

// All counted arrays of SPropUnion have the same layout: a count, then a pointer.
void WriteArray(std::size_t count, std::uint8_t* elements, SPropUnion& target) {
    target.MVl.cValues = static_cast<ULONG>(count);
    target.MVl.values = reinterpret_cast<LONG*>(elements);
}

void WriteItems(const PropertyValue& value, SPropUnion& target, Writer& writer) {
    const std::uint16_t type = TypeOf(value.tag);
    std::uint8_t* array = writer.Take(value.items.size() * ItemSize(type));
    for (std::size_t i = 0; i < value.items.size(); ++i) {
        std::uint8_t* place = writer.Put(value.items[i], type);
        if (IsString(type)) {
            reinterpret_cast<std::uint8_t**>(array)[i] = place;
        } else {
            reinterpret_cast<SBinary*>(array)[i] = {static_cast<ULONG>(value.items[i].size()), place};
        }
    }
    WriteArray(value.items.size(), array, target);
}

void WriteValue(const PropertyValue& value, SPropValue& target, Writer& writer) {
    target.ulPropTag = value.tag;
    target.dwAlignPad = 0;
    std::memset(&target.Value, 0, sizeof(target.Value));
    const std::uint16_t type = TypeOf(value.tag);
    switch (PlacementOf(type)) {
        case Placement::kStream:
            WriteSingle(value, target.Value, writer);
            break;
        case Placement::kFixedMultiValue:
            WriteArray(value.bytes.size() / FixedSizeOf(type), writer.Put(value.bytes, type), target.Value);
            break;
        case Placement::kVariableMultiValue:
            WriteItems(value, target.Value, writer);
            break;
        default:
            WriteFixed(value, target.Value);
            break;
    }
}

std::uint8_t* PlaceOf(const SPropValue& value) {
    return TypeOf(value.ulPropTag) == kTypeBinary ? value.Value.bin.lpb
                                                  : reinterpret_cast<std::uint8_t*>(value.Value.lpszA);
}

// Reads what is pending to where it was laid out, all of a storage at once. What cannot be had becomes an
// error value.
void ReadPending(const std::vector<PropertyValue>& values, SPropValue* targets) {
    std::vector<ElementRead> reads;
    std::vector<std::size_t> places;
    for (std::size_t i = 0; i < values.size(); ++i) {
        if (!values[i].pending) continue;
        reads.push_back({values[i].pending.element, PlaceOf(targets[i])});
        places.push_back(i);
    }
    if (reads.empty()) return;
    // The values of a row are those of one object.
    values[places.front()].pending.reader->ReadElements(reads);
    for (std::size_t i = 0; i < reads.size(); ++i) {
        const PropertyValue& value = values[places[i]];
        Terminate(reads[i].target, value.pending.Size(), TypeOf(value.tag));
        const bool hasNul =
            value.pending.refusesInnerNul && HasInnerNul(value.tag, {reads[i].target, value.pending.Size()});
        const HRESULT result = hasNul ? MAPI_E_NOT_ENOUGH_MEMORY : reads[i].result;
        if (SUCCEEDED(result)) continue;
        SPropValue& target = targets[places[i]];
        target.ulPropTag = WithType(value.tag, kTypeError);
        target.Value.err = result;
    }
}

ByteVector BytesOf(const void* start, std::size_t size) {
    if (size == 0) return {};
    if (!start) throw ResultError{MAPI_E_INVALID_PARAMETER};
    const auto* bytes = static_cast<const std::uint8_t*>(start);
    return ByteVector(bytes, bytes + size);
}

ByteVector BytesOfString(const void* text, std::uint16_t type) {
    if (!text) throw ResultError{MAPI_E_INVALID_PARAMETER};
    const bool unicode = SingleTypeOf(type) == kTypeUnicode;
    return BytesOf(text, unicode ? std::wcslen(static_cast<const wchar_t*>(text)) * sizeof(wchar_t)
                                 : std::strlen(static_cast<const char*>(text)));
}

}  // namespace

PropertyValue ErrorValue(PropertyTag tag, SCODE error) {
    return LongValue(WithType(tag, kTypeError), static_cast<std::uint32_t>(error));
}

PropertyValue LongValue(PropertyTag tag, std::uint32_t number) {
    PropertyValue value;
    value.tag = tag;
    for (std::size_t i = 0; i < 4; ++i) value.fixed[i] = static_cast<std::uint8_t>(number >> 8 * i);
    return value;
}

PropertyValue BooleanValue(PropertyTag tag, bool value) { return LongValue(tag, value ? 1 : 0); }

PropertyValue BinaryValue(PropertyTag tag, ByteVector bytes) {
    PropertyValue value;
    value.tag = tag;
    value.bytes = std::move(bytes);
    return value;
}

PropertyValue KeyValue(PropertyTag tag, std::uint32_t number) {
    const PropertyValue value = LongValue(tag, number);
    return BinaryValue(tag, ByteVector(value.fixed.begin(), value.fixed.begin() + 4));
}

bool HasInnerNul(PropertyTag tag, Bytes text) {
    const auto goesOn = [](const auto* start, std::size_t length) {
        const auto* end = start + length;
        const auto* nul = std::find(start, end, 0);
        return std::any_of(nul, end, [](auto unit) { return unit != 0; });
    };
    if (TypeOf(tag) == kTypeString8) return goesOn(text.data(), text.size());
    return TypeOf(tag) == kTypeUnicode &&
           goesOn(reinterpret_cast<const char16_t*>(text.data()), text.size() / 2);
}

std::u16string_view TextOf(const PropertyValue& value) {
    std::u16string_view text(reinterpret_cast<const char16_t*>(value.bytes.data()), value.bytes.size() / 2);
    while (!text.empty() && text.back() == u'\0') text.remove_suffix(1);
    return text;
}

PropertyValue UnicodeValue(PropertyTag tag, std::u16string_view text) {
    return BinaryValue(tag, BytesOf(text.data(), text.size() * sizeof(char16_t)));
}

Allocator::Buffer<SPropValue> ToPropValues(const std::vector<PropertyValue>& values,
                                           const Allocator& allocator) {
    if (values.empty()) return {nullptr, nullptr};
    const std::size_t structures = Align(values.size() * sizeof(SPropValue));
    std::size_t size = structures;
    for (const PropertyValue& value : values) size += SpaceBesideStructure(value);

    auto block = allocator.Allocate<SPropValue>(size);
    Writer writer(reinterpret_cast<std::uint8_t*>(block.Get()) + structures);
    for (std::size_t i = 0; i < values.size(); ++i) WriteValue(values[i], block.Get()[i], writer);
    ReadPending(values, block.Get());
    return block;
}

PropertyValue FromPropValue(const SPropValue& value) {
    PropertyValue result;
    result.tag = value.ulPropTag;
    const std::uint16_t type = TypeOf(value.ulPropTag);
    switch (PlacementOf(type)) {
        case Placement::kStream:
            if (IsString(type)) {
                result.bytes = BytesOfString(value.Value.lpszA, type);
            } else if (type == kTypeGuid) {
                result.bytes = BytesOf(value.Value.lpguid, sizeof(GUID));
            } else {
                result.bytes = BytesOf(value.Value.bin.lpb, value.Value.bin.cb);
            }
            break;
        case Placement::kFixedMultiValue:
            result.bytes = BytesOf(value.Value.MVl.values, value.Value.MVl.cValues * FixedSizeOf(type));
            break;
        case Placement::kVariableMultiValue: {
            const ULONG count = value.Value.MVbin.cValues;
            if (count && !value.Value.MVbin.values) throw ResultError{MAPI_E_INVALID_PARAMETER};
            for (ULONG i = 0; i < count; ++i) {
                if (IsString(type)) {
                    result.items.push_back(BytesOfString(value.Value.MVszA.values[i], type));
                } else {
                    const SBinary& item = value.Value.MVbin.values[i];
                    result.items.push_back(BytesOf(item.lpb, item.cb));
                }
            }
            break;
        }
        case Placement::kInline:
            std::memcpy(result.fixed.data(), &value.Value, FixedSizeOf(type));
            break;
        default:
            break;
    }
    return result;
}

}  // namespace mapi_msg

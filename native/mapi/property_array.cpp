#include "mapi/property_array.h"

#include "mapi/failure.h"

namespace mapi_msg {
namespace {

FILETIME ToFileTime(Integer64 ticks) {
    ULARGE_INTEGER split = {};
    split.QuadPart = static_cast<ULONGLONG>(ticks.value);
    return {split.LowPart, split.HighPart};
}

// MAPI's structures are not const, but it reads what is passed in.
SBinary ToBinary(const Bytes& bytes) {
    return {static_cast<ULONG>(bytes.size()), const_cast<LPBYTE>(bytes.data())};
}

LPWSTR ToUnicode(const std::wstring& text) { return const_cast<LPWSTR>(text.c_str()); }

// PT_STRING8 comes as bytes that end in a NUL.
LPSTR ToString8(const Bytes& bytes) { return reinterpret_cast<LPSTR>(const_cast<LPBYTE>(bytes.data())); }

CY ToCurrency(Integer64 value) {
    CY currency = {};
    currency.int64 = value.value;
    return currency;
}

LARGE_INTEGER ToLargeInteger(Integer64 value) {
    LARGE_INTEGER integer = {};
    integer.QuadPart = value.value;
    return integer;
}

template <typename Data>
const Data& Expect(const PropertyValue& property) {
    if (const auto* data = std::get_if<Data>(&property.data)) return *data;
    throw MapiFailure{MAPI_E_INVALID_TYPE, "SPropValue",
                      L"The value does not fit the type in the property tag."};
}

}  // namespace

PropertyArray::PropertyArray(const PropertyRow& row) {
    values_.reserve(row.size());
    for (const auto& property : row) values_.push_back(ToPropValue(property));
}

template <typename Element>
SMultiValue<Element> PropertyArray::AllocateArray(std::size_t count) {
    static_assert(alignof(Element) <= alignof(std::max_align_t));
    Block& block = blocks_.emplace_back((count * sizeof(Element)) / sizeof(std::max_align_t) + 1);
    return {static_cast<ULONG>(count), reinterpret_cast<Element*>(block.data())};
}

template <typename Element, typename Source, typename Convert>
SMultiValue<Element> PropertyArray::ToArray(const std::vector<Source>& source, Convert convert) {
    const auto array = AllocateArray<Element>(source.size());
    for (std::size_t i = 0; i < source.size(); i++) array.values[i] = convert(source[i]);
    return array;
}

SPropValue PropertyArray::ToPropValue(const PropertyValue& property) {
    const auto identity = [](const auto& element) { return element; };
    SPropValue value = {};
    value.ulPropTag = property.tag;
    SPropUnion& target = value.Value;
    switch (PROP_TYPE(property.tag)) {
        case PT_I2:
            target.i = static_cast<short>(Expect<std::int32_t>(property));
            break;
        case PT_LONG:
            target.l = Expect<std::int32_t>(property);
            break;
        case PT_R4:
            target.flt = static_cast<float>(Expect<double>(property));
            break;
        case PT_DOUBLE:
        case PT_APPTIME:
            target.dbl = Expect<double>(property);
            break;
        case PT_BOOLEAN:
            target.b = Expect<bool>(property) ? 1 : 0;
            break;
        case PT_CURRENCY:
            target.cur = ToCurrency(Expect<Integer64>(property));
            break;
        case PT_I8:
            target.li = ToLargeInteger(Expect<Integer64>(property));
            break;
        case PT_SYSTIME:
            target.ft = ToFileTime(Expect<Integer64>(property));
            break;
        case PT_ERROR:
            target.err = Expect<ErrorCode>(property).code;
            break;
        case PT_UNICODE:
            target.lpszW = ToUnicode(Expect<std::wstring>(property));
            break;
        case PT_STRING8:
            target.lpszA = ToString8(Expect<Bytes>(property));
            break;
        case PT_BINARY:
            target.bin = ToBinary(Expect<Bytes>(property));
            break;
        case PT_CLSID:
            target.lpguid = const_cast<GUID*>(&Expect<GUID>(property));
            break;
        case PT_MV_I2:
            target.MVi = ToArray<short>(Expect<std::vector<std::int32_t>>(property),
                                        [](std::int32_t number) { return static_cast<short>(number); });
            break;
        case PT_MV_LONG:
            target.MVl = ToArray<LONG>(Expect<std::vector<std::int32_t>>(property), identity);
            break;
        case PT_MV_R4:
            target.MVflt = ToArray<float>(Expect<std::vector<double>>(property),
                                          [](double number) { return static_cast<float>(number); });
            break;
        case PT_MV_DOUBLE:
        case PT_MV_APPTIME:
            target.MVdbl = ToArray<double>(Expect<std::vector<double>>(property), identity);
            break;
        case PT_MV_CURRENCY:
            target.MVcur = ToArray<CY>(Expect<std::vector<Integer64>>(property), ToCurrency);
            break;
        case PT_MV_I8:
            target.MVli = ToArray<LARGE_INTEGER>(Expect<std::vector<Integer64>>(property), ToLargeInteger);
            break;
        case PT_MV_SYSTIME:
            target.MVft = ToArray<FILETIME>(Expect<std::vector<Integer64>>(property), ToFileTime);
            break;
        case PT_MV_UNICODE:
            target.MVszW = ToArray<LPWSTR>(Expect<std::vector<std::wstring>>(property), ToUnicode);
            break;
        case PT_MV_STRING8:
            target.MVszA = ToArray<LPSTR>(Expect<std::vector<Bytes>>(property), ToString8);
            break;
        case PT_MV_BINARY:
            target.MVbin = ToArray<SBinary>(Expect<std::vector<Bytes>>(property), ToBinary);
            break;
        case PT_MV_CLSID:
            target.MVguid = ToArray<GUID>(Expect<std::vector<GUID>>(property), identity);
            break;
        case PT_NULL:
            break;
        default:
            throw MapiFailure{MAPI_E_INVALID_TYPE, "SPropValue",
                              L"Properties of this type can't be passed as a value."};
    }
    return value;
}

}  // namespace mapi_msg

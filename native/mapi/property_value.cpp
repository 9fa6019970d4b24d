#include "mapi/property_value.h"

#include <cstring>

#include "mapi/failure.h"
#include "text/code_page.h"

namespace mapi_msg {
namespace {

Integer64 FromFileTime(const FILETIME& time) {
    ULARGE_INTEGER joined = {};
    joined.LowPart = time.dwLowDateTime;
    joined.HighPart = time.dwHighDateTime;
    return {static_cast<std::int64_t>(joined.QuadPart)};
}

Bytes FromBinary(const SBinary& binary) {
    return binary.lpb ? Bytes(binary.lpb, binary.lpb + binary.cb) : Bytes();
}

std::wstring FromUnicode(const wchar_t* text) { return text ? std::wstring(text) : std::wstring(); }

PropertyData FromString8(const char* text, const StringDecoding& decoding) {
    const std::size_t size = text ? std::strlen(text) : 0;
    if (decoding.raw) return Bytes(text, text + size);
    return DecodeString8(text, size, decoding.codePage);
}

template <typename Target, typename Source, typename Convert>
std::vector<Target> FromArray(const SMultiValue<Source>& array, Convert convert) {
    std::vector<Target> values;
    if (!array.values) return values;
    values.reserve(array.cValues);
    for (ULONG i = 0; i < array.cValues; i++) values.push_back(convert(array.values[i]));
    return values;
}

PropertyData FromString8Array(const SLPSTRArray& array, const StringDecoding& decoding) {
    if (decoding.raw) {
        return FromArray<Bytes>(
            array, [](const char* text) { return text ? Bytes(text, text + std::strlen(text)) : Bytes(); });
    }
    return FromArray<std::wstring>(array, [&](const char* text) {
        return text ? DecodeString8(text, std::strlen(text), decoding.codePage) : std::wstring();
    });
}

PropertyData CopyData(const SPropValue& property, const StringDecoding& decoding) {
    const SPropUnion& value = property.Value;
    const auto identity = [](auto element) { return element; };
    switch (PROP_TYPE(property.ulPropTag)) {
        case PT_I2:
            return std::int32_t{value.i};
        case PT_LONG:
            return std::int32_t{value.l};
        case PT_R4:
            return double{value.flt};
        case PT_DOUBLE:
        case PT_APPTIME:
            return value.dbl;
        case PT_BOOLEAN:
            return value.b != 0;
        case PT_CURRENCY:
            return Integer64{value.cur.int64};
        case PT_I8:
            return Integer64{value.li.QuadPart};
        case PT_SYSTIME:
            return FromFileTime(value.ft);
        case PT_ERROR:
            return ErrorCode{value.err};
        case PT_UNICODE:
            return FromUnicode(value.lpszW);
        case PT_STRING8:
            return FromString8(value.lpszA, decoding);
        case PT_BINARY:
            return FromBinary(value.bin);
        case PT_CLSID:
            return value.lpguid ? *value.lpguid : GUID{};
        case PT_MV_I2:
            return FromArray<std::int32_t>(value.MVi, identity);
        case PT_MV_LONG:
            return FromArray<std::int32_t>(value.MVl, identity);
        case PT_MV_R4:
            return FromArray<double>(value.MVflt, identity);
        case PT_MV_DOUBLE:
        case PT_MV_APPTIME:
            return FromArray<double>(value.MVdbl, identity);
        case PT_MV_CURRENCY:
            return FromArray<Integer64>(value.MVcur,
                                        [](const CY& currency) { return Integer64{currency.int64}; });
        case PT_MV_I8:
            return FromArray<Integer64>(value.MVli,
                                        [](const LARGE_INTEGER& i) { return Integer64{i.QuadPart}; });
        case PT_MV_SYSTIME:
            return FromArray<Integer64>(value.MVft, FromFileTime);
        case PT_MV_UNICODE:
            return FromArray<std::wstring>(value.MVszW, FromUnicode);
        case PT_MV_STRING8:
            return FromString8Array(value.MVszA, decoding);
        case PT_MV_BINARY:
            return FromArray<Bytes>(value.MVbin, FromBinary);
        case PT_MV_CLSID:
            return FromArray<GUID>(value.MVguid, identity);
        default:
            return NoValue{};
    }
}

}  // namespace

PropertyValue CopyProperty(const SPropValue& value, const StringDecoding& decoding) {
    return {value.ulPropTag, CopyData(value, decoding)};
}

PropertyRow CopyProperties(const SPropValue* values, ULONG count, const StringDecoding& decoding) {
    PropertyRow row;
    if (!values) return row;
    row.reserve(count);
    for (ULONG i = 0; i < count; i++) row.push_back(CopyProperty(values[i], decoding));
    return row;
}

std::wstring DecodeString8(const char* bytes, std::size_t size, UINT codePage) {
    const text::Bytes string(reinterpret_cast<const std::uint8_t*>(bytes), size);
    try {
        const std::u16string decoded = text::DecodeString8(string, text::LikelyCodePage(string, codePage));
        return std::wstring(decoded.begin(), decoded.end());
    } catch (const text::TextError& error) {
        throw MapiFailure{error.result, "MultiByteToWideChar"};
    }
}

Bytes EncodeString8(const std::wstring& string, UINT codePage) {
    try {
        return text::EncodeString8(std::u16string(string.begin(), string.end()), codePage);
    } catch (const text::TextError& error) {
        throw MapiFailure{error.result, "WideCharToMultiByte"};
    }
}

void EncodeStrings(PropertyRow& row, UINT codePage) {
    const auto encode = [codePage](const std::wstring& text) {
        Bytes bytes = EncodeString8(text, codePage);
        bytes.push_back(0);
        return bytes;
    };
    for (auto& property : row) {
        if (PROP_TYPE(property.tag) == PT_STRING8) {
            if (const auto* text = std::get_if<std::wstring>(&property.data)) property.data = encode(*text);
        } else if (PROP_TYPE(property.tag) == PT_MV_STRING8) {
            if (const auto* texts = std::get_if<std::vector<std::wstring>>(&property.data)) {
                std::vector<Bytes> encoded;
                for (const auto& text : *texts) encoded.push_back(encode(text));
                property.data = std::move(encoded);
            }
        }
    }
}

}  // namespace mapi_msg

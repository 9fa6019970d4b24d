#include "mapi/value_packer.h"

#include <cstring>
#include <span>
#include <string_view>

#include "mapi/property_value.h"

namespace mapi_msg {
namespace {

std::uint64_t Joined(const FILETIME& time) {
    return std::uint64_t{time.dwHighDateTime} << 32 | time.dwLowDateTime;
}

}  // namespace

void ValuePacker::AddString8(const char* text) {
    if (text) {
        pack_.AddText(DecodeString8(text, std::strlen(text), codePage_()));
    } else {
        pack_.Add(0);
    }
}

void ValuePacker::AddUnicode(const wchar_t* text) {
    pack_.AddText(text ? std::wstring_view(text) : std::wstring_view());
}

void ValuePacker::AddBinary(const SBinary& binary) {
    pack_.AddBinary(std::span<const std::uint8_t>(binary.lpb, binary.lpb ? binary.cb : 0));
}

template <typename Element, typename AddElement>
void ValuePacker::AddArray(const SMultiValue<Element>& array, const AddElement& add) {
    const ULONG count = array.values ? array.cValues : 0;
    pack_.Add(count);
    for (ULONG i = 0; i < count; i++) add(array.values[i]);
}

void ValuePacker::Add(const SPropValue& property) {
    const SPropUnion& value = property.Value;
    const auto addNumber = [this](auto number) { pack_.Add(static_cast<std::uint32_t>(number)); };
    const auto addDouble = [this](auto number) { pack_.AddDouble(number); };
    const auto addTime = [this](const FILETIME& time) { pack_.Add64(Joined(time)); };
    const auto addUnicode = [this](const wchar_t* text) { AddUnicode(text); };
    const auto addString8 = [this](const char* text) { AddString8(text); };
    const auto addBinary = [this](const SBinary& binary) { AddBinary(binary); };
    const auto addGuid = [this](const GUID& guid) { pack_.AddGuid(guid); };
    switch (PROP_TYPE(property.ulPropTag)) {
        case PT_I2:
            return addNumber(std::int32_t{value.i});
        case PT_LONG:
            return addNumber(value.l);
        case PT_BOOLEAN:
            return addNumber(value.b ? 1 : 0);
        case PT_ERROR:
            return addNumber(value.err);
        case PT_R4:
            return addDouble(value.flt);
        case PT_DOUBLE:
        case PT_APPTIME:
            return addDouble(value.dbl);
        case PT_CURRENCY:
            return pack_.Add64(static_cast<std::uint64_t>(value.cur.int64));
        case PT_I8:
            return pack_.Add64(static_cast<std::uint64_t>(value.li.QuadPart));
        case PT_SYSTIME:
            return addTime(value.ft);
        case PT_UNICODE:
            return addUnicode(value.lpszW);
        case PT_STRING8:
            return addString8(value.lpszA);
        case PT_BINARY:
            return addBinary(value.bin);
        case PT_CLSID:
            return addGuid(value.lpguid ? *value.lpguid : GUID{});
        case PT_MV_I2:
            return AddArray(value.MVi, [&](short number) { addNumber(std::int32_t{number}); });
        case PT_MV_LONG:
            return AddArray(value.MVl, addNumber);
        case PT_MV_R4:
            return AddArray(value.MVflt, addDouble);
        case PT_MV_DOUBLE:
        case PT_MV_APPTIME:
            return AddArray(value.MVdbl, addDouble);
        case PT_MV_CURRENCY:
            return AddArray(value.MVcur, [this](const CY& currency) {
                pack_.Add64(static_cast<std::uint64_t>(currency.int64));
            });
        case PT_MV_I8:
            return AddArray(value.MVli, [this](const LARGE_INTEGER& number) {
                pack_.Add64(static_cast<std::uint64_t>(number.QuadPart));
            });
        case PT_MV_SYSTIME:
            return AddArray(value.MVft, addTime);
        case PT_MV_UNICODE:
            return AddArray(value.MVszW, addUnicode);
        case PT_MV_STRING8:
            return AddArray(value.MVszA, addString8);
        case PT_MV_BINARY:
            return AddArray(value.MVbin, addBinary);
        case PT_MV_CLSID:
            return AddArray(value.MVguid, addGuid);
        default:
            return;
    }
}

}  // namespace mapi_msg

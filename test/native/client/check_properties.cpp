#include <algorithm>
#include <cstring>

#include "client/made_message.h"
#include "client/suites.h"

namespace client {

namespace {

void CheckFixedValues(IMessage* message) {
    Tags tags{kNumber16, kNumber32, kFloat, kDouble, kCurrency, kAppTime,    kBoolean,
              kNumber64, kTime,     kTwice, kGuid,   kBinary,   kEmptyBinary};
    const Props props = GetProps(message, tags.Get());
    CheckResult(props.result, S_OK, "GetProps of single values");
    if (props.count != 13) return Check(false, "GetProps gives as many values as tags");
    CheckNumber(props[0].Value.i, -2, "PT_I2");
    CheckNumber(props[1].Value.l, -3, "PT_LONG");
    Check(props[2].Value.flt == 0.5f, "PT_R4");
    Check(props[3].Value.dbl == 0.25, "PT_DOUBLE");
    CheckNumber(props[4].Value.cur.int64, -12345678901LL, "PT_CURRENCY");
    Check(props[5].Value.at == 44927.5, "PT_APPTIME");
    CheckNumber(props[6].Value.b, 1, "PT_BOOLEAN, without the garbage behind it");
    CheckNumber(props[7].Value.li.QuadPart, -4, "PT_I8");
    const FILETIME time = props[8].Value.ft;
    Check(time.dwHighDateTime == 0x01D8A5B6 && time.dwLowDateTime == 0xC7D8E9FA, "PT_SYSTIME");
    CheckNumber(props[9].Value.l, 1, "of a tag that is there twice the first counts");
    Check(*props[10].Value.lpguid == PS_PUBLIC_STRINGS, "PT_CLSID");
    Check(props[11].Value.bin.cb == 3 && std::memcmp(props[11].Value.bin.lpb, "\0\1\2", 3) == 0, "PT_BINARY");
    CheckNumber(props[12].Value.bin.cb, 0, "an empty PT_BINARY");
    Tags errorTag{kError};
    const Props stored = GetProps(message, errorTag.Get());
    CheckResult(stored[0].Value.err, MAPI_E_NO_ACCESS, "a PT_ERROR that is stored");
}

void CheckMultipleValues(IMessage* message) {
    Tags tags{kManyNumbers, kManyTexts, kManyString8, kManyBinaries, kManyGuids, kManyTimes, kManyShorts};
    const Props props = GetProps(message, tags.Get());
    CheckResult(props.result, S_OK, "GetProps of multiple values");
    if (props.count != 7) return Check(false, "GetProps gives as many values as tags");
    const SLongArray& numbers = props[0].Value.MVl;
    Check(numbers.cValues == 3 && numbers.lpl[0] == 10 && numbers.lpl[1] == -20 && numbers.lpl[2] == 30,
          "PT_MV_LONG");
    const SWStringArray& texts = props[1].Value.MVszW;
    Check(texts.cValues == 3 && std::wcscmp(texts.lppszW[0], L"one") == 0 && texts.lppszW[1][0] == 0 &&
              std::wcscmp(texts.lppszW[2], L"three") == 0,
          "PT_MV_UNICODE");
    const SLPSTRArray& bytes = props[2].Value.MVszA;
    Check(bytes.cValues == 2 && std::strcmp(bytes.lppszA[0], "eins") == 0 &&
              std::strcmp(bytes.lppszA[1], "zwei") == 0,
          "PT_MV_STRING8");
    const SBinaryArray& binaries = props[3].Value.MVbin;
    Check(binaries.cValues == 2 && binaries.lpbin[0].cb == 2 && binaries.lpbin[0].lpb[1] == 2 &&
              binaries.lpbin[1].cb == 0,
          "PT_MV_BINARY");
    const SGuidArray& guids = props[4].Value.MVguid;
    Check(guids.cValues == 2 && guids.lpguid[0] == PS_MAPI && guids.lpguid[1] == PS_PUBLIC_STRINGS,
          "PT_MV_CLSID");
    const SDateTimeArray& times = props[5].Value.MVft;
    Check(times.cValues == 2 && times.lpft[1].dwLowDateTime == 2, "PT_MV_SYSTIME");
    const SShortArray& shorts = props[6].Value.MVi;
    Check(shorts.cValues == 2 && shorts.lpi[0] == 7 && shorts.lpi[1] == 8, "PT_MV_I2");
}

void CheckErrorsInProps(IMessage* message) {
    Tags tags{PR_SUBJECT_W,
              PROP_TAG(PT_LONG, 0x6FFF),
              kMissingText,
              kLargeText,
              kTextWithNul,
              PR_ATTACH_DATA_OBJ,
              PROP_TAG(PT_LONG, PROP_ID(PR_SUBJECT))};
    const Props props = GetProps(message, tags.Get());
    CheckResult(props.result, MAPI_W_ERRORS_RETURNED, "GetProps where values are missing");
    if (props.count != 7) return Check(false, "GetProps keeps order and count of the tags");
    CheckNumber(props[0].ulPropTag, PR_SUBJECT_W, "a value among errors");
    CheckNumber(props[1].ulPropTag, PROP_TAG(PT_ERROR, 0x6FFF), "an error keeps the property's id");
    CheckResult(props[1].Value.err, MAPI_E_NOT_FOUND, "a property that is not there");
    CheckResult(props[2].Value.err, MAPI_E_NOT_FOUND, "a property without its value's stream");
    CheckResult(props[3].Value.err, MAPI_E_NOT_ENOUGH_MEMORY, "a value that is too large for GetProps");
    CheckResult(props[4].Value.err, MAPI_E_NOT_ENOUGH_MEMORY, "a string with a NUL inside has to be opened");
    CheckNumber(PROP_TYPE(props[5].ulPropTag), PT_ERROR, "an object is no value");
    CheckResult(props[6].Value.err, MAPI_E_NOT_FOUND, "a property of another type");
}

void CheckLists(IMessage* message) {
    SPropTagArray* list = nullptr;
    CheckResult(message->GetPropList(MAPI_UNICODE, &list), S_OK, "GetPropList");
    const MapiOwner<SPropTagArray> owner(list);
    const ULONG* begin = list->aulPropTag;
    const ULONG* end = begin + list->cValues;
    const auto lists = [&](ULONG tag) { return std::find(begin, end, tag) != end; };
    Check(lists(PR_SUBJECT_W), "GetPropList has the subject");
    Check(lists(CHANGE_PROP_TYPE(kStoredString8, PT_UNICODE)),
          "GetPropList with MAPI_UNICODE names Unicode types");
    Check(lists(PR_MESSAGE_RECIPIENTS) && lists(PR_MESSAGE_ATTACHMENTS),
          "GetPropList has recipients and attachments");
    Check(!lists(kMissingText), "GetPropList leaves out what has no value");
    CheckNumber(std::count(begin, end, kTwice), 1, "GetPropList has each tag once");

    SPropTagArray* narrow = nullptr;
    CheckResult(message->GetPropList(0, &narrow), S_OK, "GetPropList without MAPI_UNICODE");
    const MapiOwner<SPropTagArray> narrowOwner(narrow);
    const ULONG* narrowBegin = narrow->aulPropTag;
    const ULONG* narrowEnd = narrowBegin + narrow->cValues;
    Check(std::find(narrowBegin, narrowEnd, PR_SUBJECT_A) != narrowEnd, "it names 8-bit types");

    const Props all = GetProps(message, nullptr, MAPI_UNICODE);
    Check(SUCCEEDED(all.result) && all.count == list->cValues, "GetProps without tags gives all properties");
}

void CheckComputed(IMessage* message) {
    Tags tags{PR_HASATTACH,     PR_DISPLAY_TO_W,         PR_DISPLAY_CC_W,
              PR_DISPLAY_BCC_W, PR_NORMALIZED_SUBJECT_W, PR_OBJECT_TYPE};
    const Props props = GetProps(message, tags.Get());
    CheckResult(props.result, S_OK, "GetProps of computed properties");
    if (FAILED(props.result)) return;
    Check(props[0].Value.b == TRUE, "PR_HASATTACH");
    Check(std::wcscmp(props[1].Value.lpszW, L"Dora; Bert") == 0, "PR_DISPLAY_TO");
    Check(std::wcscmp(props[2].Value.lpszW, L"anna; Bert") == 0, "PR_DISPLAY_CC");
    Check(std::wcscmp(props[3].Value.lpszW, L"Chl\u00F6e") == 0, "PR_DISPLAY_BCC");
    Check(std::wcscmp(props[4].Value.lpszW, L"made here") == 0, "PR_NORMALIZED_SUBJECT");
    CheckNumber(props[5].Value.l, MAPI_MESSAGE, "PR_OBJECT_TYPE");
}

void CheckAttributes(IMessage* message) {
    Tags tags{kTime, kNumber16, PROP_TAG(PT_LONG, 0x6FFF), PR_SUBJECT_W, PR_SUBJECT_A};
    SPropAttrArray* attributes = nullptr;
    CheckResult(mapi.GetAttribIMsgOnIStg(message, tags.Get(), &attributes), S_OK, "GetAttribIMsgOnIStg");
    const MapiOwner<SPropAttrArray> owner(attributes);
    if (!attributes || attributes->cValues != 5) return Check(false, "it gives an entry for each tag");
    CheckNumber(attributes->aPropAttr[0], PROPATTR_READABLE, "a property that can only be read");
    CheckNumber(attributes->aPropAttr[1], PROPATTR_READABLE | PROPATTR_WRITEABLE,
                "a property that can be written");
    CheckNumber(attributes->aPropAttr[2], PROPATTR_NOT_PRESENT, "a property that is not there");
    Check(
        attributes->aPropAttr[3] != PROPATTR_NOT_PRESENT && attributes->aPropAttr[4] == PROPATTR_NOT_PRESENT,
        "of a string the width that is stored is present");
}

}  // namespace

void CheckProperties(IMessage* message) {
    CheckFixedValues(message);
    CheckMultipleValues(message);
    CheckErrorsInProps(message);
    CheckLists(message);
    CheckComputed(message);
    CheckAttributes(message);
}

void CheckStrings(IMessage* message) {
    Tags asStored{kStoredUnicode, kStoredString8, kEmptyText};
    Props props = GetProps(message, asStored.Get());
    CheckResult(props.result, S_OK, "GetProps of strings as they are stored");
    Check(std::wcscmp(props[0].Value.lpszW, L"Gr\u00FC\u00DFe \u65E5\u672C") == 0, "PT_UNICODE");
    Check(std::strcmp(props[1].Value.lpszA, "\x93\xFA\x96\x7B") == 0, "PT_STRING8");
    Check(props[2].Value.lpszW[0] == 0, "an empty string");

    Tags converted{CHANGE_PROP_TYPE(kStoredString8, PT_UNICODE),
                   CHANGE_PROP_TYPE(kManyString8, PT_MV_UNICODE), CHANGE_PROP_TYPE(PR_SUBJECT_W, PT_STRING8)};
    props = GetProps(message, converted.Get());
    CheckResult(props.result, S_OK, "GetProps of strings of the other width");
    Check(std::wcscmp(props[0].Value.lpszW, L"\u65E5\u672C") == 0,
          "PT_STRING8 as Unicode, by PR_MESSAGE_CODEPAGE");
    Check(props[1].Value.MVszW.cValues == 2 && std::wcscmp(props[1].Value.MVszW.lppszW[1], L"zwei") == 0,
          "PT_MV_STRING8 as Unicode");
    Check(std::strcmp(props[2].Value.lpszA, "RE: made here") == 0, "PT_UNICODE as 8-bit characters");

    Tags open{PROP_TAG(PT_UNSPECIFIED, PROP_ID(kStoredString8))};
    props = GetProps(message, open.Get(), MAPI_UNICODE);
    CheckNumber(props[0].ulPropTag, CHANGE_PROP_TYPE(kStoredString8, PT_UNICODE),
                "PT_UNSPECIFIED with MAPI_UNICODE gives Unicode");
    props = GetProps(message, open.Get());
    CheckNumber(props[0].ulPropTag, kStoredString8, "PT_UNSPECIFIED without it gives 8-bit characters");
}

}  // namespace client

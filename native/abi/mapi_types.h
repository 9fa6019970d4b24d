// The structures of MAPI's binary interface, declared here because the Windows SDK and mingw-w64 ship
// different (and differing) MAPI headers, and because newer Windows SDKs ship few of them.
// Layouts follow https://learn.microsoft.com/office/client-developer/outlook/mapi/mapi-structures
#pragma once

#ifdef MAPIDEFS_H
#error "abi/mapi_types.h stands in for mapidefs.h: include one of them"
#endif

#include <objidl.h>
#include <windows.h>

#include <cstddef>

// Names of MAPI's own headers, so that anyone who knows MAPI can read the code.

constexpr ULONG PROP_TYPE(ULONG tag) { return tag & 0xFFFFu; }
constexpr ULONG PROP_ID(ULONG tag) { return tag >> 16; }
constexpr ULONG PROP_TAG(ULONG type, ULONG id) { return (id << 16) | type; }
constexpr ULONG CHANGE_PROP_TYPE(ULONG tag, ULONG type) { return (tag & 0xFFFF0000u) | type; }

inline constexpr ULONG MV_FLAG = 0x1000;
inline constexpr ULONG PT_UNSPECIFIED = 0x0000;
inline constexpr ULONG PT_NULL = 0x0001;
inline constexpr ULONG PT_I2 = 0x0002;
inline constexpr ULONG PT_LONG = 0x0003;
inline constexpr ULONG PT_R4 = 0x0004;
inline constexpr ULONG PT_DOUBLE = 0x0005;
inline constexpr ULONG PT_CURRENCY = 0x0006;
inline constexpr ULONG PT_APPTIME = 0x0007;
inline constexpr ULONG PT_ERROR = 0x000A;
inline constexpr ULONG PT_BOOLEAN = 0x000B;
inline constexpr ULONG PT_OBJECT = 0x000D;
inline constexpr ULONG PT_I8 = 0x0014;
inline constexpr ULONG PT_STRING8 = 0x001E;
inline constexpr ULONG PT_UNICODE = 0x001F;
inline constexpr ULONG PT_SYSTIME = 0x0040;
inline constexpr ULONG PT_CLSID = 0x0048;
inline constexpr ULONG PT_BINARY = 0x0102;
inline constexpr ULONG PT_MV_I2 = MV_FLAG | PT_I2;
inline constexpr ULONG PT_MV_LONG = MV_FLAG | PT_LONG;
inline constexpr ULONG PT_MV_R4 = MV_FLAG | PT_R4;
inline constexpr ULONG PT_MV_DOUBLE = MV_FLAG | PT_DOUBLE;
inline constexpr ULONG PT_MV_CURRENCY = MV_FLAG | PT_CURRENCY;
inline constexpr ULONG PT_MV_APPTIME = MV_FLAG | PT_APPTIME;
inline constexpr ULONG PT_MV_I8 = MV_FLAG | PT_I8;
inline constexpr ULONG PT_MV_STRING8 = MV_FLAG | PT_STRING8;
inline constexpr ULONG PT_MV_UNICODE = MV_FLAG | PT_UNICODE;
inline constexpr ULONG PT_MV_SYSTIME = MV_FLAG | PT_SYSTIME;
inline constexpr ULONG PT_MV_CLSID = MV_FLAG | PT_CLSID;
inline constexpr ULONG PT_MV_BINARY = MV_FLAG | PT_BINARY;

struct SBinary {
    ULONG cb;
    LPBYTE lpb;
};

// A counted array as SPropValue's multi-valued members hold it.
template <typename Element>
struct SMultiValue {
    ULONG cValues;
    Element* values;
};

using SShortArray = SMultiValue<short>;
using SLongArray = SMultiValue<LONG>;
using SRealArray = SMultiValue<float>;
using SDoubleArray = SMultiValue<double>;
using SCurrencyArray = SMultiValue<CY>;
using SAppTimeArray = SMultiValue<double>;
using SDateTimeArray = SMultiValue<FILETIME>;
using SBinaryArray = SMultiValue<SBinary>;
using SLPSTRArray = SMultiValue<LPSTR>;
using SWStringArray = SMultiValue<LPWSTR>;
using SGuidArray = SMultiValue<GUID>;
using SLargeIntegerArray = SMultiValue<LARGE_INTEGER>;

union SPropUnion {
    short i;
    LONG l;
    ULONG ul;
    float flt;
    double dbl;
    unsigned short b;
    CY cur;
    double at;
    FILETIME ft;
    LPSTR lpszA;
    SBinary bin;
    LPWSTR lpszW;
    GUID* lpguid;
    LARGE_INTEGER li;
    SShortArray MVi;
    SLongArray MVl;
    SRealArray MVflt;
    SDoubleArray MVdbl;
    SCurrencyArray MVcur;
    SAppTimeArray MVat;
    SDateTimeArray MVft;
    SBinaryArray MVbin;
    SLPSTRArray MVszA;
    SWStringArray MVszW;
    SGuidArray MVguid;
    SLargeIntegerArray MVli;
    SCODE err;
    LONG x;
};

struct SPropValue {
    ULONG ulPropTag;
    ULONG dwAlignPad;
    SPropUnion Value;
};

struct SPropTagArray {
    ULONG cValues;
    ULONG aulPropTag[1];
};

struct SPropAttrArray {
    ULONG cValues;
    ULONG aPropAttr[1];
};

struct SPropProblem {
    ULONG ulIndex;
    ULONG ulPropTag;
    SCODE scode;
};

struct SPropProblemArray {
    ULONG cProblem;
    SPropProblem aProblem[1];
};

struct SRow {
    ULONG ulAdrEntryPad;
    ULONG cValues;
    SPropValue* lpProps;
};

struct SRowSet {
    ULONG cRows;
    SRow aRow[1];
};

struct ADRENTRY {
    ULONG ulReserved1;
    ULONG cValues;
    SPropValue* rgPropVals;
};

struct ADRLIST {
    ULONG cEntries;
    ADRENTRY aEntries[1];
};

// The size in bytes of a structure that ends in an array of `count` elements.
constexpr std::size_t CbNewSPropTagArray(std::size_t count) {
    return offsetof(SPropTagArray, aulPropTag) + count * sizeof(ULONG);
}
constexpr std::size_t CbNewSPropAttrArray(std::size_t count) {
    return offsetof(SPropAttrArray, aPropAttr) + count * sizeof(ULONG);
}
constexpr std::size_t CbNewSPropProblemArray(std::size_t count) {
    return offsetof(SPropProblemArray, aProblem) + count * sizeof(SPropProblem);
}
constexpr std::size_t CbNewSRowSet(std::size_t count) {
    return offsetof(SRowSet, aRow) + count * sizeof(SRow);
}

inline constexpr ULONG MNID_ID = 0;
inline constexpr ULONG MNID_STRING = 1;

struct MAPINAMEID {
    GUID* lpguid;
    ULONG ulKind;
    union {
        LONG lID;
        LPWSTR lpwstrName;
    } Kind;
};

// Strings are ANSI or UTF-16 as the MAPI_UNICODE flag of the call that returned the structure says.
struct MAPIERROR {
    ULONG ulVersion;
    LPTSTR lpszError;
    LPTSTR lpszComponent;
    ULONG ulLowLevelError;
    ULONG ulContext;
};

struct SSortOrder {
    ULONG ulPropTag;
    ULONG ulOrder;
};

struct SSortOrderSet {
    ULONG cSorts;
    ULONG cCategories;
    ULONG cExpanded;
    SSortOrder aSort[1];
};

constexpr std::size_t CbNewSSortOrderSet(std::size_t count) {
    return offsetof(SSortOrderSet, aSort) + count * sizeof(SSortOrder);
}

inline constexpr ULONG TABLE_SORT_ASCEND = 0;
inline constexpr ULONG TABLE_SORT_DESCEND = 1;
inline constexpr ULONG TABLE_SORT_COMBINE = 2;

inline constexpr ULONG RES_AND = 0;
inline constexpr ULONG RES_OR = 1;
inline constexpr ULONG RES_NOT = 2;
inline constexpr ULONG RES_CONTENT = 3;
inline constexpr ULONG RES_PROPERTY = 4;
inline constexpr ULONG RES_COMPAREPROPS = 5;
inline constexpr ULONG RES_BITMASK = 6;
inline constexpr ULONG RES_SIZE = 7;
inline constexpr ULONG RES_EXIST = 8;
inline constexpr ULONG RES_SUBRESTRICTION = 9;
inline constexpr ULONG RES_COMMENT = 10;

inline constexpr ULONG RELOP_LT = 0;
inline constexpr ULONG RELOP_LE = 1;
inline constexpr ULONG RELOP_GT = 2;
inline constexpr ULONG RELOP_GE = 3;
inline constexpr ULONG RELOP_EQ = 4;
inline constexpr ULONG RELOP_NE = 5;
inline constexpr ULONG RELOP_RE = 6;
inline constexpr ULONG BMR_EQZ = 0;
inline constexpr ULONG BMR_NEZ = 1;
inline constexpr ULONG FL_FULLSTRING = 0;
inline constexpr ULONG FL_SUBSTRING = 1;
inline constexpr ULONG FL_PREFIX = 2;
inline constexpr ULONG FL_IGNORECASE = 0x10000;
inline constexpr ULONG FL_IGNORENONSPACE = 0x20000;
inline constexpr ULONG FL_LOOSE = 0x40000;

struct SRestriction;

struct SAndRestriction {
    ULONG cRes;
    SRestriction* lpRes;
};

using SOrRestriction = SAndRestriction;

struct SNotRestriction {
    ULONG ulReserved;
    SRestriction* lpRes;
};

struct SContentRestriction {
    ULONG ulFuzzyLevel;
    ULONG ulPropTag;
    SPropValue* lpProp;
};

struct SBitMaskRestriction {
    ULONG relBMR;
    ULONG ulPropTag;
    ULONG ulMask;
};

struct SPropertyRestriction {
    ULONG relop;
    ULONG ulPropTag;
    SPropValue* lpProp;
};

struct SComparePropsRestriction {
    ULONG relop;
    ULONG ulPropTag1;
    ULONG ulPropTag2;
};

struct SSizeRestriction {
    ULONG relop;
    ULONG ulPropTag;
    ULONG cb;
};

struct SExistRestriction {
    ULONG ulReserved1;
    ULONG ulPropTag;
    ULONG ulReserved2;
};

struct SSubRestriction {
    ULONG ulSubObject;
    SRestriction* lpRes;
};

struct SCommentRestriction {
    ULONG cValues;
    SRestriction* lpRes;
    SPropValue* lpProp;
};

struct SRestriction {
    ULONG rt;
    union {
        SComparePropsRestriction resCompareProps;
        SAndRestriction resAnd;
        SOrRestriction resOr;
        SNotRestriction resNot;
        SContentRestriction resContent;
        SPropertyRestriction resProperty;
        SBitMaskRestriction resBitMask;
        SSizeRestriction resSize;
        SExistRestriction resExist;
        SSubRestriction resSub;
        SCommentRestriction resComment;
    } res;
};

struct MAPIINIT_0 {
    ULONG ulVersion;
    ULONG ulFlags;
};

static_assert(sizeof(SPropValue) == (sizeof(void*) == 8 ? 24 : 16));
static_assert(offsetof(SPropValue, Value) == 8);
static_assert(sizeof(SPropProblemArray) == 16);
static_assert(sizeof(SRow) == (sizeof(void*) == 8 ? 16 : 12));
static_assert(offsetof(SRowSet, aRow) == (sizeof(void*) == 8 ? 8 : 4));
static_assert(sizeof(MAPINAMEID) == (sizeof(void*) == 8 ? 24 : 12));
static_assert(sizeof(MAPIERROR) == (sizeof(void*) == 8 ? 32 : 20));
static_assert(sizeof(SRestriction) == (sizeof(void*) == 8 ? 32 : 16));
static_assert(sizeof(SSortOrderSet) == 20);

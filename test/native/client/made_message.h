// The message that most checks look at: made here, so that what MAPI should say of it is known.
#pragma once

#include "client/storage_builder.h"

namespace client {

inline constexpr ULONG kStoredUnicode = PROP_TAG(PT_UNICODE, 0x6800);  // L"Grüße 日本"
inline constexpr ULONG kStoredString8 =
    PROP_TAG(PT_STRING8, 0x6801);  // the same words in code page 932, less the umlauts
inline constexpr ULONG kLargeText = PROP_TAG(PT_UNICODE, 0x6802);    // 100,000 characters
inline constexpr ULONG kMissingText = PROP_TAG(PT_UNICODE, 0x6803);  // listed, but without a value
inline constexpr ULONG kTextWithNul = PROP_TAG(PT_UNICODE, 0x6804);  // L"before\0after"
inline constexpr ULONG kTwice = PROP_TAG(PT_LONG, 0x6805);           // 1, then 2
inline constexpr ULONG kNumber16 = PROP_TAG(PT_I2, 0x6810);          // -2
inline constexpr ULONG kNumber32 = PROP_TAG(PT_LONG, 0x6811);        // -3
inline constexpr ULONG kFloat = PROP_TAG(PT_R4, 0x6812);             // 0.5
inline constexpr ULONG kDouble = PROP_TAG(PT_DOUBLE, 0x6813);        // 0.25
inline constexpr ULONG kCurrency = PROP_TAG(PT_CURRENCY, 0x6814);    // -12345678901
inline constexpr ULONG kAppTime = PROP_TAG(PT_APPTIME, 0x6815);      // 44927.5
inline constexpr ULONG kError = PROP_TAG(PT_ERROR, 0x6816);          // MAPI_E_NO_ACCESS
inline constexpr ULONG kBoolean = PROP_TAG(PT_BOOLEAN, 0x6817);      // 1, with garbage behind it
inline constexpr ULONG kNumber64 = PROP_TAG(PT_I8, 0x6818);          // -4
inline constexpr ULONG kTime = PROP_TAG(PT_SYSTIME, 0x6819);         // 0x01D8A5B6C7D8E9FA
inline constexpr ULONG kGuid = PROP_TAG(PT_CLSID, 0x681A);           // PS_PUBLIC_STRINGS
inline constexpr ULONG kBinary = PROP_TAG(PT_BINARY, 0x681B);        // 0, 1, 2
inline constexpr ULONG kEmptyBinary = PROP_TAG(PT_BINARY, 0x681C);
inline constexpr ULONG kEmptyText = PROP_TAG(PT_UNICODE, 0x681D);
inline constexpr ULONG kManyNumbers = PROP_TAG(PT_MV_LONG, 0x6820);     // 10, -20, 30
inline constexpr ULONG kManyTexts = PROP_TAG(PT_MV_UNICODE, 0x6821);    // L"one", L"", L"three"
inline constexpr ULONG kManyString8 = PROP_TAG(PT_MV_STRING8, 0x6822);  // "eins", "zwei"
inline constexpr ULONG kManyBinaries = PROP_TAG(PT_MV_BINARY, 0x6823);  // {1, 2}, {}
inline constexpr ULONG kManyGuids = PROP_TAG(PT_MV_CLSID, 0x6824);      // PS_MAPI, PS_PUBLIC_STRINGS
inline constexpr ULONG kManyTimes = PROP_TAG(PT_MV_SYSTIME, 0x6825);    // 1, 2
inline constexpr ULONG kManyShorts = PROP_TAG(PT_MV_I2, 0x6826);        // 7, 8
inline constexpr ULONG kNamedNumber = PROP_TAG(PT_LONG, 0x8000);        // PSETID_Common 0x8501, 15
inline constexpr ULONG kNamedText = PROP_TAG(PT_UNICODE, 0x8001);       // PS_PUBLIC_STRINGS "Color", L"red"

inline constexpr std::size_t kLargeTextLength = 100000;
inline constexpr ULONG kRecipientCount = 5;

// Attachments' numbers: there is a gap before the last.
inline constexpr ULONG kFileAttachment = 0;
inline constexpr ULONG kMessageAttachment = 1;
inline constexpr ULONG kOleAttachment = 5;

extern const GUID kCommonPropertySet;

std::wstring LargeText();
ComPtr<IStorage> MakeMessageStorage();
// Messages embedded in each other, this many below the outermost.
ComPtr<IStorage> MakeNestedMessages(unsigned depth);

}  // namespace client

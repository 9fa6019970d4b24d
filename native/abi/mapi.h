// The interfaces and functions of MAPI's binary interface that this package calls or offers.
// The order of the methods is the order of their slots in the vtable.
// https://learn.microsoft.com/office/client-developer/outlook/mapi/mapi-interfaces
#pragma once

#include "abi/mapi_codes.h"
#include "abi/mapi_types.h"

constexpr GUID MakeMapiIid(ULONG first) { return {first, 0, 0, {0xC0, 0, 0, 0, 0, 0, 0, 0x46}}; }

inline constexpr GUID IID_IMAPITable = MakeMapiIid(0x00020301);
inline constexpr GUID IID_IMAPIProp = MakeMapiIid(0x00020303);
inline constexpr GUID IID_IMessage = MakeMapiIid(0x00020307);
inline constexpr GUID IID_IAttachment = MakeMapiIid(0x00020308);
inline constexpr GUID IID_IMAPIProgress = MakeMapiIid(0x0002031F);
inline constexpr GUID IID_IStreamDocfile = MakeMapiIid(0x0002032C);
// The class of a message's root storage, [MS-OXMSG] 2.1.1 and KB171907.
inline constexpr GUID CLSID_MailMessage = MakeMapiIid(0x00020D0B);

inline constexpr GUID PS_MAPI = MakeMapiIid(0x00020328);
inline constexpr GUID PS_PUBLIC_STRINGS = MakeMapiIid(0x00020329);
inline constexpr GUID PS_INTERNET_HEADERS = MakeMapiIid(0x00020386);

using BOOKMARK = ULONG;

struct IMAPIAdviseSink;

struct IMAPIProgress : IUnknown {
    virtual HRESULT STDMETHODCALLTYPE Progress(ULONG value, ULONG count, ULONG total) = 0;
    virtual HRESULT STDMETHODCALLTYPE GetFlags(ULONG* flags) = 0;
    virtual HRESULT STDMETHODCALLTYPE GetMax(ULONG* max) = 0;
    virtual HRESULT STDMETHODCALLTYPE GetMin(ULONG* min) = 0;
    virtual HRESULT STDMETHODCALLTYPE SetLimits(ULONG* min, ULONG* max, ULONG* flags) = 0;
};

struct IMAPITable : IUnknown {
    virtual HRESULT STDMETHODCALLTYPE GetLastError(HRESULT result, ULONG flags, MAPIERROR** error) = 0;
    virtual HRESULT STDMETHODCALLTYPE Advise(ULONG eventMask, IMAPIAdviseSink* sink,
                                             ULONG_PTR* connection) = 0;
    virtual HRESULT STDMETHODCALLTYPE Unadvise(ULONG_PTR connection) = 0;
    virtual HRESULT STDMETHODCALLTYPE GetStatus(ULONG* status, ULONG* tableType) = 0;
    virtual HRESULT STDMETHODCALLTYPE SetColumns(SPropTagArray* tags, ULONG flags) = 0;
    virtual HRESULT STDMETHODCALLTYPE QueryColumns(ULONG flags, SPropTagArray** tags) = 0;
    virtual HRESULT STDMETHODCALLTYPE GetRowCount(ULONG flags, ULONG* count) = 0;
    virtual HRESULT STDMETHODCALLTYPE SeekRow(BOOKMARK origin, LONG count, LONG* sought) = 0;
    virtual HRESULT STDMETHODCALLTYPE SeekRowApprox(ULONG numerator, ULONG denominator) = 0;
    virtual HRESULT STDMETHODCALLTYPE QueryPosition(ULONG* row, ULONG* numerator, ULONG* denominator) = 0;
    virtual HRESULT STDMETHODCALLTYPE FindRow(SRestriction* restriction, BOOKMARK origin, ULONG flags) = 0;
    virtual HRESULT STDMETHODCALLTYPE Restrict(SRestriction* restriction, ULONG flags) = 0;
    virtual HRESULT STDMETHODCALLTYPE CreateBookmark(BOOKMARK* position) = 0;
    virtual HRESULT STDMETHODCALLTYPE FreeBookmark(BOOKMARK position) = 0;
    virtual HRESULT STDMETHODCALLTYPE SortTable(SSortOrderSet* order, ULONG flags) = 0;
    virtual HRESULT STDMETHODCALLTYPE QuerySortOrder(SSortOrderSet** order) = 0;
    virtual HRESULT STDMETHODCALLTYPE QueryRows(LONG count, ULONG flags, SRowSet** rows) = 0;
    virtual HRESULT STDMETHODCALLTYPE Abort() = 0;
    virtual HRESULT STDMETHODCALLTYPE ExpandRow(ULONG keySize, BYTE* instanceKey, ULONG rowCount, ULONG flags,
                                                SRowSet** rows, ULONG* moreRows) = 0;
    virtual HRESULT STDMETHODCALLTYPE CollapseRow(ULONG keySize, BYTE* instanceKey, ULONG flags,
                                                  ULONG* rowCount) = 0;
    virtual HRESULT STDMETHODCALLTYPE WaitForCompletion(ULONG flags, ULONG timeout, ULONG* status) = 0;
    virtual HRESULT STDMETHODCALLTYPE GetCollapseState(ULONG flags, ULONG keySize, BYTE* instanceKey,
                                                       ULONG* stateSize, BYTE** state) = 0;
    virtual HRESULT STDMETHODCALLTYPE SetCollapseState(ULONG flags, ULONG stateSize, BYTE* state,
                                                       BOOKMARK* location) = 0;
};

// The dialog parameter of CopyTo, CopyProps and DeleteAttach is ULONG_PTR in Microsoft's headers; ULONG in
// the documentation is older than 64-bit Outlook.
struct IMAPIProp : IUnknown {
    virtual HRESULT STDMETHODCALLTYPE GetLastError(HRESULT result, ULONG flags, MAPIERROR** error) = 0;
    virtual HRESULT STDMETHODCALLTYPE SaveChanges(ULONG flags) = 0;
    virtual HRESULT STDMETHODCALLTYPE GetProps(SPropTagArray* tags, ULONG flags, ULONG* count,
                                               SPropValue** values) = 0;
    virtual HRESULT STDMETHODCALLTYPE GetPropList(ULONG flags, SPropTagArray** tags) = 0;
    virtual HRESULT STDMETHODCALLTYPE OpenProperty(ULONG tag, const GUID* interfaceId, ULONG interfaceOptions,
                                                   ULONG flags, IUnknown** object) = 0;
    virtual HRESULT STDMETHODCALLTYPE SetProps(ULONG count, SPropValue* values,
                                               SPropProblemArray** problems) = 0;
    virtual HRESULT STDMETHODCALLTYPE DeleteProps(SPropTagArray* tags, SPropProblemArray** problems) = 0;
    virtual HRESULT STDMETHODCALLTYPE CopyTo(ULONG excludeCount, const GUID* exclude,
                                             SPropTagArray* excludeTags, ULONG_PTR window,
                                             IMAPIProgress* progress, const GUID* interfaceId, void* target,
                                             ULONG flags, SPropProblemArray** problems) = 0;
    virtual HRESULT STDMETHODCALLTYPE CopyProps(SPropTagArray* tags, ULONG_PTR window,
                                                IMAPIProgress* progress, const GUID* interfaceId,
                                                void* target, ULONG flags, SPropProblemArray** problems) = 0;
    virtual HRESULT STDMETHODCALLTYPE GetNamesFromIDs(SPropTagArray** tags, GUID* propertySet, ULONG flags,
                                                      ULONG* count, MAPINAMEID*** names) = 0;
    virtual HRESULT STDMETHODCALLTYPE GetIDsFromNames(ULONG count, MAPINAMEID** names, ULONG flags,
                                                      SPropTagArray** tags) = 0;
};

struct IMessage;

struct IAttach : IMAPIProp {};

struct IMessage : IMAPIProp {
    virtual HRESULT STDMETHODCALLTYPE GetAttachmentTable(ULONG flags, IMAPITable** table) = 0;
    virtual HRESULT STDMETHODCALLTYPE OpenAttach(ULONG number, const GUID* interfaceId, ULONG flags,
                                                 IAttach** attachment) = 0;
    virtual HRESULT STDMETHODCALLTYPE CreateAttach(const GUID* interfaceId, ULONG flags, ULONG* number,
                                                   IAttach** attachment) = 0;
    virtual HRESULT STDMETHODCALLTYPE DeleteAttach(ULONG number, ULONG_PTR window, IMAPIProgress* progress,
                                                   ULONG flags) = 0;
    virtual HRESULT STDMETHODCALLTYPE GetRecipientTable(ULONG flags, IMAPITable** table) = 0;
    virtual HRESULT STDMETHODCALLTYPE ModifyRecipients(ULONG flags, ADRLIST* recipients) = 0;
    virtual HRESULT STDMETHODCALLTYPE SubmitMessage(ULONG flags) = 0;
    virtual HRESULT STDMETHODCALLTYPE SetReadFlag(ULONG flags) = 0;
};

// Opaque: https://learn.microsoft.com/office/client-developer/outlook/mapi/openimsgsession
struct MSGSESS;
using LPMSGSESS = MSGSESS*;

typedef SCODE(STDAPICALLTYPE ALLOCATEBUFFER)(ULONG size, void** buffer);
typedef SCODE(STDAPICALLTYPE ALLOCATEMORE)(ULONG size, void* root, void** buffer);
typedef ULONG(STDAPICALLTYPE FREEBUFFER)(void* buffer);
typedef void(STDAPICALLTYPE MSGCALLRELEASE)(ULONG callerData, IMessage* message);

// The types of the exported functions, to find them with GetProcAddress.
// Written as typedefs since compilers disagree on where a calling convention may stand in an alias.
typedef HRESULT(STDAPICALLTYPE MAPIINITIALIZE)(void* init);
typedef void(STDAPICALLTYPE MAPIUNINITIALIZE)();
typedef IMalloc*(STDAPICALLTYPE MAPIGETDEFAULTMALLOC)();
typedef SCODE(STDAPICALLTYPE OPENIMSGSESSION)(IMalloc* allocator, ULONG flags, LPMSGSESS* session);
typedef void(STDAPICALLTYPE CLOSEIMSGSESSION)(LPMSGSESS session);
typedef SCODE(STDAPICALLTYPE OPENIMSGONISTG)(LPMSGSESS session, ALLOCATEBUFFER* allocateBuffer,
                                             ALLOCATEMORE* allocateMore, FREEBUFFER* freeBuffer,
                                             IMalloc* allocator, void* support, IStorage* storage,
                                             MSGCALLRELEASE* callRelease, ULONG callerData, ULONG flags,
                                             IMessage** message);
typedef HRESULT(STDAPICALLTYPE GETATTRIBIMSGONISTG)(void* object, SPropTagArray* tags,
                                                    SPropAttrArray** attributes);
typedef HRESULT(STDAPICALLTYPE SETATTRIBIMSGONISTG)(void* object, SPropTagArray* tags,
                                                    SPropAttrArray* attributes, SPropProblemArray** problems);
typedef SCODE(STDAPICALLTYPE MAPSTORAGESCODE)(SCODE storageCode);
typedef HRESULT(STDAPICALLTYPE WRAPCOMPRESSEDRTFSTREAM)(IStream* compressed, ULONG flags,
                                                        IStream** uncompressed);

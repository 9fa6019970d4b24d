// MAPI's result codes and flags.
// https://learn.microsoft.com/office/client-developer/outlook/mapi/mapi-constants
#pragma once

#include <windows.h>

constexpr HRESULT MakeMapiCode(unsigned long code) { return static_cast<HRESULT>(code); }

inline constexpr HRESULT MAPI_W_ERRORS_RETURNED = MakeMapiCode(0x00040380);
inline constexpr HRESULT MAPI_W_POSITION_CHANGED = MakeMapiCode(0x00040481);
inline constexpr HRESULT MAPI_W_APPROX_COUNT = MakeMapiCode(0x00040482);
inline constexpr HRESULT MAPI_W_PARTIAL_COMPLETION = MakeMapiCode(0x00040680);

inline constexpr HRESULT MAPI_E_INTERFACE_NOT_SUPPORTED = MakeMapiCode(0x80004002);
inline constexpr HRESULT MAPI_E_CALL_FAILED = MakeMapiCode(0x80004005);
inline constexpr HRESULT MAPI_E_NO_SUPPORT = MakeMapiCode(0x80040102);
inline constexpr HRESULT MAPI_E_BAD_CHARWIDTH = MakeMapiCode(0x80040103);
inline constexpr HRESULT MAPI_E_STRING_TOO_LONG = MakeMapiCode(0x80040105);
inline constexpr HRESULT MAPI_E_UNKNOWN_FLAGS = MakeMapiCode(0x80040106);
inline constexpr HRESULT MAPI_E_INVALID_ENTRYID = MakeMapiCode(0x80040107);
inline constexpr HRESULT MAPI_E_INVALID_OBJECT = MakeMapiCode(0x80040108);
inline constexpr HRESULT MAPI_E_OBJECT_CHANGED = MakeMapiCode(0x80040109);
inline constexpr HRESULT MAPI_E_OBJECT_DELETED = MakeMapiCode(0x8004010A);
inline constexpr HRESULT MAPI_E_BUSY = MakeMapiCode(0x8004010B);
inline constexpr HRESULT MAPI_E_NOT_ENOUGH_DISK = MakeMapiCode(0x8004010D);
inline constexpr HRESULT MAPI_E_NOT_ENOUGH_RESOURCES = MakeMapiCode(0x8004010E);
inline constexpr HRESULT MAPI_E_NOT_FOUND = MakeMapiCode(0x8004010F);
inline constexpr HRESULT MAPI_E_VERSION = MakeMapiCode(0x80040110);
inline constexpr HRESULT MAPI_E_UNABLE_TO_ABORT = MakeMapiCode(0x80040114);
inline constexpr HRESULT MAPI_E_DISK_ERROR = MakeMapiCode(0x80040116);
inline constexpr HRESULT MAPI_E_TOO_COMPLEX = MakeMapiCode(0x80040117);
inline constexpr HRESULT MAPI_E_EXTENDED_ERROR = MakeMapiCode(0x80040119);
inline constexpr HRESULT MAPI_E_COMPUTED = MakeMapiCode(0x8004011A);
inline constexpr HRESULT MAPI_E_CORRUPT_DATA = MakeMapiCode(0x8004011B);
inline constexpr HRESULT MAPI_E_BAD_VALUE = MakeMapiCode(0x80040301);
inline constexpr HRESULT MAPI_E_INVALID_TYPE = MakeMapiCode(0x80040302);
inline constexpr HRESULT MAPI_E_TYPE_NO_SUPPORT = MakeMapiCode(0x80040303);
inline constexpr HRESULT MAPI_E_UNEXPECTED_TYPE = MakeMapiCode(0x80040304);
inline constexpr HRESULT MAPI_E_TOO_BIG = MakeMapiCode(0x80040305);
inline constexpr HRESULT MAPI_E_DECLINE_COPY = MakeMapiCode(0x80040306);
inline constexpr HRESULT MAPI_E_UNABLE_TO_COMPLETE = MakeMapiCode(0x80040400);
inline constexpr HRESULT MAPI_E_TIMEOUT = MakeMapiCode(0x80040401);
inline constexpr HRESULT MAPI_E_TABLE_TOO_BIG = MakeMapiCode(0x80040403);
inline constexpr HRESULT MAPI_E_INVALID_BOOKMARK = MakeMapiCode(0x80040405);
inline constexpr HRESULT MAPI_E_COLLISION = MakeMapiCode(0x80040604);
inline constexpr HRESULT MAPI_E_NOT_INITIALIZED = MakeMapiCode(0x80040605);
inline constexpr HRESULT MAPI_E_FOLDER_CYCLE = MakeMapiCode(0x8004060B);
inline constexpr HRESULT MAPI_E_NO_ACCESS = MakeMapiCode(0x80070005);
inline constexpr HRESULT MAPI_E_NOT_ENOUGH_MEMORY = MakeMapiCode(0x8007000E);
inline constexpr HRESULT MAPI_E_INVALID_PARAMETER = MakeMapiCode(0x80070057);

inline constexpr ULONG MAPI_UNICODE = 0x80000000;
inline constexpr ULONG IMSG_NO_ISTG_COMMIT = 0x00000001;

// MAPIInitialize
inline constexpr ULONG MAPI_INIT_VERSION = 0;
inline constexpr ULONG MAPI_MULTITHREAD_NOTIFICATIONS = 0x00000001;
inline constexpr ULONG MAPI_NO_COINIT = 0x00000008;
inline constexpr ULONG MAPI_NT_SERVICE = 0x00010000;

// OpenProperty, OpenAttach, GetIDsFromNames, CopyTo and their like
inline constexpr ULONG MAPI_MODIFY = 0x00000001;
inline constexpr ULONG MAPI_CREATE = 0x00000002;
inline constexpr ULONG MAPI_DEFERRED_ERRORS = 0x00000008;
inline constexpr ULONG MAPI_BEST_ACCESS = 0x00000010;
inline constexpr ULONG MAPI_MOVE = 0x00000001;
inline constexpr ULONG MAPI_NOREPLACE = 0x00000002;
inline constexpr ULONG MAPI_DECLINE_OK = 0x00000004;
inline constexpr ULONG MAPI_DIALOG = 0x00000008;
inline constexpr ULONG MAPI_NO_STRINGS = 0x00000001;
inline constexpr ULONG MAPI_NO_IDS = 0x00000002;

// SaveChanges
inline constexpr ULONG KEEP_OPEN_READONLY = 0x00000001;
inline constexpr ULONG KEEP_OPEN_READWRITE = 0x00000002;
inline constexpr ULONG FORCE_SAVE = 0x00000004;

// ModifyRecipients
inline constexpr ULONG MODRECIP_ADD = 0x00000002;
inline constexpr ULONG MODRECIP_MODIFY = 0x00000004;
inline constexpr ULONG MODRECIP_REMOVE = 0x00000008;

// IMAPITable
inline constexpr ULONG TBL_ALL_COLUMNS = 0x00000001;
inline constexpr ULONG TBL_ASYNC = 0x00000001;
inline constexpr ULONG TBL_BATCH = 0x00000002;
inline constexpr ULONG TBL_NOADVANCE = 0x00000001;
inline constexpr ULONG DIR_BACKWARD = 0x00000001;
inline constexpr ULONG TBLSTAT_COMPLETE = 0;
inline constexpr ULONG TBLTYPE_SNAPSHOT = 0;
inline constexpr ULONG BOOKMARK_BEGINNING = 0;
inline constexpr ULONG BOOKMARK_CURRENT = 1;
inline constexpr ULONG BOOKMARK_END = 2;

// GetAttribIMsgOnIStg, SetAttribIMsgOnIStg
inline constexpr ULONG PROPATTR_MANDATORY = 0x00000001;
inline constexpr ULONG PROPATTR_READABLE = 0x00000002;
inline constexpr ULONG PROPATTR_WRITEABLE = 0x00000004;
inline constexpr ULONG PROPATTR_NOT_PRESENT = 0x00000008;

// WrapCompressedRTFStream
inline constexpr ULONG STORE_UNCOMPRESSED_RTF = 0x00008000;

// PR_STORE_SUPPORT_MASK
inline constexpr ULONG STORE_UNICODE_OK = 0x00040000;

// PR_ATTACH_METHOD
inline constexpr LONG NO_ATTACHMENT = 0;
inline constexpr LONG ATTACH_BY_VALUE = 1;
inline constexpr LONG ATTACH_EMBEDDED_MSG = 5;
inline constexpr LONG ATTACH_OLE = 6;

// PR_OBJECT_TYPE
inline constexpr LONG MAPI_MESSAGE = 5;
inline constexpr LONG MAPI_MAILUSER = 6;
inline constexpr LONG MAPI_ATTACH = 7;

#include "provider/result.h"

namespace mapi_msg {

void ThrowIfStorageFailed(HRESULT result) {
    if (FAILED(result)) throw ResultError{ToMapiCode(result), result};
}

// MAPI's own table is not published; this one follows the meaning of the codes.
SCODE ToMapiCode(SCODE storageCode) {
    if (SUCCEEDED(storageCode)) return S_OK;
    switch (storageCode) {
        case E_OUTOFMEMORY:
        case STG_E_INSUFFICIENTMEMORY:
            return MAPI_E_NOT_ENOUGH_MEMORY;
        case E_ACCESSDENIED:
        case STG_E_ACCESSDENIED:
        case STG_E_SHAREVIOLATION:
        case STG_E_LOCKVIOLATION:
        case STG_E_DISKISWRITEPROTECTED:
        case STG_E_CANTSAVE:
            return MAPI_E_NO_ACCESS;
        case STG_E_FILENOTFOUND:
        case STG_E_PATHNOTFOUND:
        case STG_E_NOMOREFILES:
            return MAPI_E_NOT_FOUND;
        case STG_E_TOOMANYOPENFILES:
            return MAPI_E_NOT_ENOUGH_RESOURCES;
        case STG_E_MEDIUMFULL:
        case STG_E_DOCFILETOOLARGE:
            return MAPI_E_NOT_ENOUGH_DISK;
        case STG_E_SEEKERROR:
        case STG_E_WRITEFAULT:
        case STG_E_READFAULT:
            return MAPI_E_DISK_ERROR;
        case STG_E_FILEALREADYEXISTS:
            return MAPI_E_COLLISION;
        case STG_E_NOTCURRENT:
            return MAPI_E_OBJECT_CHANGED;
        case STG_E_REVERTED:
            return MAPI_E_OBJECT_DELETED;
        case STG_E_INVALIDHEADER:
        case STG_E_OLDFORMAT:
        case STG_E_DOCFILECORRUPT:
            return MAPI_E_CORRUPT_DATA;
        case E_INVALIDARG:
        case E_POINTER:
        case STG_E_INVALIDPARAMETER:
        case STG_E_INVALIDPOINTER:
        case STG_E_INVALIDNAME:
        case STG_E_INVALIDHANDLE:
            return MAPI_E_INVALID_PARAMETER;
        case STG_E_INVALIDFLAG:
            return MAPI_E_UNKNOWN_FLAGS;
        case STG_E_INUSE:
            return MAPI_E_BUSY;
        case E_NOTIMPL:
        case STG_E_INVALIDFUNCTION:
        case STG_E_UNIMPLEMENTEDFUNCTION:
            return MAPI_E_NO_SUPPORT;
        default:
            return MAPI_E_CALL_FAILED;
    }
}

}  // namespace mapi_msg

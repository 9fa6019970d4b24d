#include <cstring>

#include "client/made_message.h"
#include "client/suites.h"

namespace client {

namespace {

void CheckParameters(IMessage* message) {
    ULONG count = 0;
    SPropValue* values = nullptr;
    SPropTagArray* tags = nullptr;
    IUnknown* object = nullptr;
    IMAPITable* table = nullptr;
    CheckResult(message->GetProps(nullptr, 0, nullptr, &values), MAPI_E_INVALID_PARAMETER,
                "GetProps without a place for the count");
    CheckResult(message->GetProps(nullptr, 0x10, &count, &values), MAPI_E_UNKNOWN_FLAGS,
                "GetProps with an unknown flag");
    Tags none{};
    CheckResult(message->GetProps(none.Get(), 0, &count, &values), MAPI_E_INVALID_PARAMETER,
                "GetProps of no tags");
    CheckResult(message->GetPropList(0, nullptr), MAPI_E_INVALID_PARAMETER,
                "GetPropList without a place for the list");
    CheckResult(message->GetPropList(1, &tags), MAPI_E_UNKNOWN_FLAGS, "GetPropList with an unknown flag");
    CheckResult(message->OpenProperty(PROP_TAG(PT_UNSPECIFIED, 0x37), &IID_IStream, 0, 0, &object),
                MAPI_E_INVALID_PARAMETER, "OpenProperty of a tag without type");
    CheckResult(message->OpenProperty(PR_SUBJECT_W, &IID_IMessage, 0, 0, &object),
                MAPI_E_INTERFACE_NOT_SUPPORTED, "OpenProperty of a string as IMessage");
    CheckResult(message->OpenProperty(kNumber32, &IID_IStream, 0, 0, &object), MAPI_E_INTERFACE_NOT_SUPPORTED,
                "OpenProperty of a number as IStream");
    CheckResult(message->OpenProperty(PROP_TAG(PT_BINARY, 0x6FFF), &IID_IStream, 0, 0, &object),
                MAPI_E_NOT_FOUND, "OpenProperty of what is not there");
    CheckResult(message->GetRecipientTable(0x10, &table), MAPI_E_UNKNOWN_FLAGS,
                "GetRecipientTable with an unknown flag");
    CheckResult(message->SubmitMessage(0), MAPI_E_NO_SUPPORT, "SubmitMessage");
    CheckResult(message->SetReadFlag(0), MAPI_E_NO_SUPPORT, "SetReadFlag");
    void* other = nullptr;
    CheckResult(message->QueryInterface(IID_IMAPITable, &other), MAPI_E_INTERFACE_NOT_SUPPORTED,
                "QueryInterface for what a message is not");
    ComPtr<IMAPIProp> prop;
    CheckResult(message->QueryInterface(IID_IMAPIProp, reinterpret_cast<void**>(prop.Put())), S_OK,
                "QueryInterface for IMAPIProp");
}

void CheckLastError(IMessage* message) {
    MAPIERROR* error = nullptr;
    CheckResult(message->GetLastError(MAPI_E_BUSY, 0, &error), S_OK, "GetLastError of another failure");
    Check(error == nullptr, "tells nothing");
    SPropTagArray* tags = nullptr;
    message->GetPropList(1, &tags);
    CheckResult(message->GetLastError(MAPI_E_UNKNOWN_FLAGS, MAPI_UNICODE, &error), S_OK,
                "GetLastError of the last failure");
    const MapiOwner<MAPIERROR> owner(error);
    Check(error && std::wcslen(reinterpret_cast<const wchar_t*>(error->lpszError)) > 5,
          "tells about it in Unicode");
    MAPIERROR* narrow = nullptr;
    message->GetLastError(MAPI_E_UNKNOWN_FLAGS, 0, &narrow);
    const MapiOwner<MAPIERROR> narrowOwner(narrow);
    Check(narrow && std::strlen(reinterpret_cast<const char*>(narrow->lpszError)) > 5,
          "and in 8-bit characters");
}

}  // namespace

void CheckErrors(IMessage* message) {
    CheckParameters(message);
    CheckLastError(message);
}

void CheckAnyMessage(IMessage* message, const std::string& name) {
    SPropTagArray* list = nullptr;
    CheckResult(message->GetPropList(MAPI_UNICODE, &list), S_OK, name + ": GetPropList");
    if (!list) return;
    const MapiOwner<SPropTagArray> owner(list);
    const Props props = GetProps(message, list);
    Check(SUCCEEDED(props.result) && props.count == list->cValues, name + ": GetProps of all that is listed");
    ULONG missing = 0;
    for (ULONG i = 0; i < props.count; ++i) {
        const ULONG type = PROP_TYPE(list->aulPropTag[i]);
        if (PROP_TYPE(props[i].ulPropTag) != PT_ERROR || type == PT_OBJECT || type == PT_ERROR) continue;
        ComPtr<IStream> stream;
        if (FAILED(message->OpenProperty(list->aulPropTag[i], &IID_IStream, 0, 0,
                                         reinterpret_cast<IUnknown**>(stream.Put()))))
            ++missing;
    }
    CheckNumber(missing, 0, name + ": each value is given or can be opened as a stream");

    ComPtr<IMAPITable> table;
    CheckResult(message->GetRecipientTable(MAPI_UNICODE, table.Put()), S_OK, name + ": GetRecipientTable");
    SRowSet* rows = nullptr;
    CheckResult(mapi.HrQueryAllRows(table.Get(), nullptr, nullptr, nullptr, 0, &rows), S_OK,
                name + ": all recipients");
    const RowsOwner recipients(rows);
    CheckResult(message->GetAttachmentTable(MAPI_UNICODE, table.Put()), S_OK, name + ": GetAttachmentTable");
    Tags columns{PR_ATTACH_NUM, PR_ATTACH_METHOD};
    rows = nullptr;
    CheckResult(mapi.HrQueryAllRows(table.Get(), columns.Get(), nullptr, nullptr, 0, &rows), S_OK,
                name + ": all attachments");
    const RowsOwner attachments(rows);
    for (ULONG i = 0; rows && i < rows->cRows; ++i) {
        const SPropValue* row = rows->aRow[i].lpProps;
        ComPtr<IAttach> attachment;
        CheckResult(message->OpenAttach(row[0].Value.ul, nullptr, 0, attachment.Put()), S_OK,
                    name + ": OpenAttach");
        if (!attachment || row[1].Value.l != ATTACH_EMBEDDED_MSG) continue;
        ComPtr<IMessage> embedded;
        CheckResult(attachment->OpenProperty(PR_ATTACH_DATA_OBJ, &IID_IMessage, 0, 0,
                                             reinterpret_cast<IUnknown**>(embedded.Put())),
                    S_OK, name + ": the embedded message");
        if (embedded) CheckAnyMessage(embedded.Get(), name + " > " + std::to_string(row[0].Value.l));
    }
}

}  // namespace client

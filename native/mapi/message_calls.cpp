#include "mapi/message_calls.h"

#include "mapi/answers.h"
#include "mapi/extended_error.h"

namespace mapi_msg {
namespace {

using GetTableMethod = HRESULT (STDMETHODCALLTYPE IMessage::*)(ULONG flags, IMAPITable** table);

std::shared_ptr<TableHandle> GetTable(const std::shared_ptr<MessageHandle>& message, GetTableMethod method,
                                      const char* name, ULONG flags) {
    const auto& apartment = message->OwnApartment();
    IMessage& mapiMessage = *message->GetMessage();
    ComPtr<IMAPITable> table;
    Check((mapiMessage.*method)(flags, table.Put()), name, mapiMessage, *apartment);
    CheckGiven(table, name, L"It gave no table.");
    return OpenObject<TableHandle>(ObjectKind::Table, apartment, message, std::move(table));
}

}  // namespace

std::shared_ptr<TableHandle> GetAttachmentTable(const std::shared_ptr<MessageHandle>& message, ULONG flags) {
    return GetTable(message, &IMessage::GetAttachmentTable, "IMessage::GetAttachmentTable", flags);
}

std::shared_ptr<TableHandle> GetRecipientTable(const std::shared_ptr<MessageHandle>& message, ULONG flags) {
    return GetTable(message, &IMessage::GetRecipientTable, "IMessage::GetRecipientTable", flags);
}

std::shared_ptr<PropHandle> OpenAttach(const std::shared_ptr<MessageHandle>& message, ULONG number,
                                       ULONG flags) {
    const auto& apartment = message->OwnApartment();
    IMessage& mapiMessage = *message->GetMessage();
    ComPtr<IAttach> attachment;
    Check(mapiMessage.OpenAttach(number, nullptr, flags, attachment.Put()), "IMessage::OpenAttach",
          mapiMessage, *apartment);
    CheckGiven(attachment, "IMessage::OpenAttach", L"It gave no attachment.");
    return OpenObject<PropHandle>(ObjectKind::Attachment, apartment, message,
                                  ComPtr<IMAPIProp>(attachment.Get()));
}

}  // namespace mapi_msg

#include "mapi/message_write_calls.h"

#include "mapi/address_list.h"
#include "mapi/answers.h"
#include "mapi/encode_strings.h"
#include "mapi/extended_error.h"

namespace mapi_msg {

CreatedAttachment CreateAttach(const std::shared_ptr<MessageHandle>& message, ULONG flags) {
    const auto& apartment = message->OwnApartment();
    IMessage& mapiMessage = *message->GetMessage();
    CreatedAttachment created;
    ComPtr<IAttach> attachment;
    Check(mapiMessage.CreateAttach(nullptr, flags, &created.number, attachment.Put()),
          "IMessage::CreateAttach", mapiMessage, *apartment);
    CheckGiven(attachment, "IMessage::CreateAttach", L"It gave no attachment.");
    created.attachment = OpenObject<PropHandle>(ObjectKind::Attachment, apartment, message,
                                                ComPtr<IMAPIProp>(attachment.Get()));
    return created;
}

void DeleteAttach(MessageHandle& message, ULONG number, IMAPIProgress* progress, ULONG flags) {
    IMessage& mapiMessage = *message.GetMessage();
    Check(mapiMessage.DeleteAttach(number, 0, progress, flags), "IMessage::DeleteAttach", mapiMessage,
          *message.OwnApartment());
}

void ModifyRecipients(MessageHandle& message, ULONG flags, std::vector<PropertyRow> rows) {
    IMessage& mapiMessage = *message.GetMessage();
    for (auto& row : rows) EncodeStringsWithoutLoss(row, message);
    AddressList list(rows, message.OwnApartment()->OwnProvider().functions);
    Check(mapiMessage.ModifyRecipients(flags, list.Get()), "IMessage::ModifyRecipients", mapiMessage,
          *message.OwnApartment());
}

void SubmitMessage(MessageHandle& message, ULONG flags) {
    IMessage& mapiMessage = *message.GetMessage();
    Check(mapiMessage.SubmitMessage(flags), "IMessage::SubmitMessage", mapiMessage, *message.OwnApartment());
}

void SetReadFlag(MessageHandle& message, ULONG flags) {
    IMessage& mapiMessage = *message.GetMessage();
    Check(mapiMessage.SetReadFlag(flags), "IMessage::SetReadFlag", mapiMessage, *message.OwnApartment());
}

}  // namespace mapi_msg

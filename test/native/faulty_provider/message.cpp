#include "faulty_provider/message.h"

#include "abi/com_ptr.h"
#include "faulty_provider/prop_object.h"

namespace faulty {
namespace {

struct ReleaseCall {
    MSGCALLRELEASE* function;
    ULONG data;
};

void CallLate(void* pointer) {
    const ReleaseCall call = *static_cast<ReleaseCall*>(pointer);
    delete static_cast<ReleaseCall*>(pointer);
    call.function(call.data, nullptr);
}

class Attachment final : public PropObject<IAttach> {
  public:
    Attachment() : PropObject({IID_IUnknown, IID_IMAPIProp, IID_IAttachment}) {}
};

class Message final : public PropObject<IMessage> {
  public:
    Message(IStorage* storage, ReleaseCall release)
        : PropObject({IID_IUnknown, IID_IMAPIProp, IID_IMessage}), storage_(storage), release_(release) {
        if (release_.function && Fault("MSGCALLRELEASE").Is("early")) release_.function(release_.data, this);
    }

    HRESULT STDMETHODCALLTYPE GetAttachmentTable(ULONG, IMAPITable** table) override {
        // Else messages would be nested without end.
        return HandOut("IMessage::GetAttachmentTable", table, [this] { return MakeTable(storage_ ? 2 : 0); });
    }
    HRESULT STDMETHODCALLTYPE OpenAttach(ULONG, const GUID*, ULONG, IAttach** attachment) override {
        return HandOut("IMessage::OpenAttach", attachment, [] { return new Attachment(); });
    }
    HRESULT STDMETHODCALLTYPE CreateAttach(const GUID*, ULONG, ULONG* number, IAttach** attachment) override {
        *number = 2;
        return HandOut("IMessage::CreateAttach", attachment, [] { return new Attachment(); });
    }
    HRESULT STDMETHODCALLTYPE DeleteAttach(ULONG, ULONG_PTR, IMAPIProgress* progress, ULONG) override {
        TellProgress(progress);
        return DoNothing("IMessage::DeleteAttach");
    }
    HRESULT STDMETHODCALLTYPE GetRecipientTable(ULONG, IMAPITable** table) override {
        return HandOut("IMessage::GetRecipientTable", table, [] { return MakeTable(2); });
    }
    HRESULT STDMETHODCALLTYPE ModifyRecipients(ULONG, ADRLIST*) override {
        return DoNothing("IMessage::ModifyRecipients");
    }
    HRESULT STDMETHODCALLTYPE SubmitMessage(ULONG) override { return DoNothing("IMessage::SubmitMessage"); }
    HRESULT STDMETHODCALLTYPE SetReadFlag(ULONG) override { return DoNothing("IMessage::SetReadFlag"); }

  private:
    ~Message() override {
        const Fault fault("MSGCALLRELEASE");
        if (!release_.function || fault.Is("never") || fault.Is("early")) return;
        if (fault.Is("late")) {
            RunLate(CallLate, new ReleaseCall(release_));
            return;
        }
        release_.function(release_.data, this);
        if (fault.Is("twice")) release_.function(release_.data, this);
    }

    const mapi_msg::ComPtr<IStorage> storage_;
    const ReleaseCall release_;
};

}  // namespace

IMessage* MakeMessage(IStorage* storage, MSGCALLRELEASE* callRelease, ULONG callerData) {
    return new Message(storage, {callRelease, callerData});
}

IMessage* MakeEmbeddedMessage() { return new Message(nullptr, {nullptr, 0}); }

}  // namespace faulty

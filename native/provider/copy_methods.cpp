#include "provider/copy_methods.h"

#include <algorithm>

#include "provider/contents_copy.h"
#include "provider/foreign_copy.h"
#include "provider/message_tree.h"
#include "provider/prop_methods.h"
#include "provider/property_tags.h"

namespace mapi_msg {

using namespace format;

namespace {

// Tells a client of the progress within the limits that it set.
std::function<void(ULONG, ULONG)> Teller(IMAPIProgress* progress) {
    if (!progress) return [](ULONG, ULONG) {};
    return [progress](ULONG done, ULONG total) {
        ULONG from = 0;
        ULONG to = 1000;
        progress->GetMin(&from);
        progress->GetMax(&to);
        const auto range = static_cast<std::uint64_t>(to > from ? to - from : 0);
        const auto value = from + static_cast<ULONG>(total == 0 ? range : range * done / total);
        progress->Progress(value, done, total);
    };
}

CopyOptions OptionsFor(const CopyRequest& request) {
    CopyOptions options;
    options.onlyThese = request.onlyTheseTags;
    options.keepsExisting = (request.flags & MAPI_NOREPLACE) != 0;
    options.tell = Teller(request.progress);
    for (ULONG i = 0; request.tags && i < request.tags->cValues; ++i) {
        options.ids.insert(IdOf(request.tags->aulPropTag[i]));
    }
    return options;
}

// What CopyProps was asked for and is not there.
void FindMissing(PropertySource& properties, const CopyRequest& request, Problems& problems) {
    if (!request.onlyTheseTags) return;
    for (ULONG i = 0; i < request.tags->cValues; ++i) {
        const PropertyTag tag = WithType(request.tags->aulPropTag[i], 0);
        if (properties.StoredTagFor(tag, StringWidth::kAsStored)) continue;
        const bool isComputed = properties.Attributes(tag) != PROPATTR_NOT_PRESENT;
        if (!isComputed) problems.Add(i, request.tags->aulPropTag[i], MAPI_E_NOT_FOUND);
    }
}

void CheckCycle(OwnObject& source, OwnObject& target) {
    if (&source == &target) throw ResultError{MAPI_E_NO_ACCESS};
    for (OwnObject* object = target.Container(); object; object = object->Container()) {
        if (object == &source) throw ResultError{MAPI_E_FOLDER_CYCLE};
    }
}

void CopyToOwn(OwnObject& source, PropertySource& properties, OwnObject& target, const CopyOptions& options,
               Problems& problems) {
    CheckCycle(source, target);
    target.RequireChangeable();
    NameMap& sourceNames = source.OwnTree().Names();
    NameMap& targetNames = target.OwnTree().Names();
    MessageData* const targetMessage = target.AsMessage();
    AttachmentData* const targetAttachment = target.AsAttachment();
    if (source.AsMessage() && targetMessage) {
        CopyContents(*source.AsMessage(), sourceNames, *targetMessage, targetNames, options, problems);
    } else if (source.AsAttachment() && targetAttachment) {
        CopyContents(*source.AsAttachment(), sourceNames, *targetAttachment, targetNames, options, problems);
    } else {
        PropertySource& other = targetMessage ? static_cast<PropertySource&>(*targetMessage)
                                              : static_cast<PropertySource&>(*targetAttachment);
        CopyProperties(properties, sourceNames, other, targetNames, options, problems);
    }
}

// MAPI_MOVE: what was copied is deleted.
void DeleteCopied(OwnObject& source, PropertySource& properties, const CopyOptions& options) {
    for (PropertyTag tag : properties.StoredTags()) {
        const std::uint16_t id = IdOf(tag);
        if (options.Wants(id) && !properties.IsComputed(id)) properties.Put(id, {});
    }
    MessageData* const message = source.AsMessage();
    if (!message) return;
    if (options.Wants(IdOf(kPrMessageRecipients))) message->SetRecipients({});
    if (!options.Wants(IdOf(kPrMessageAttachments))) return;
    const AttachmentList::ByNumber all = message->Attachments().All();
    for (const auto& [number, attachment] : all) message->Attachments().Remove(*attachment);
    message->OnAttachmentsChanged();
}

}  // namespace

CopyTarget::CopyTarget(const CopyRequest& request) {
    CheckFlags(request.flags, MAPI_MOVE | MAPI_NOREPLACE | MAPI_DECLINE_OK | MAPI_DIALOG);
    if (!request.interfaceId || !request.target) throw ResultError{MAPI_E_INVALID_PARAMETER};
    const GUID& iid = *request.interfaceId;
    isMessage_ = iid == IID_IMessage;
    if (!isMessage_ && iid != IID_IAttachment && iid != IID_IMAPIProp) {
        throw ResultError{MAPI_E_INTERFACE_NOT_SUPPORTED};
    }
    if (std::ranges::find(request.excludedInterfaces, iid) != request.excludedInterfaces.end()) {
        throw ResultError{MAPI_E_INTERFACE_NOT_SUPPORTED};
    }
    // All three begin with IMAPIProp.
    props_ = ComPtr<IMAPIProp>(static_cast<IMAPIProp*>(request.target));
    void* found = nullptr;
    if (FAILED(props_->QueryInterface(OwnObject::kIid, &found)) || !found) return;
    props_->Release();
    auto* own = static_cast<OwnObject*>(found);
    if (own->Module() == OwnObject::ThisModule()) own_ = own;
}

CopyTarget::Locks CopyTarget::Lock(MessageTree& source) const {
    Locks locks;
    locks.source = std::unique_lock(source.Mutex(), std::defer_lock);
    if (!own_ || &own_->OwnTree() == &source) {
        locks.source.lock();
        return locks;
    }
    locks.target = std::unique_lock(own_->OwnTree().Mutex(), std::defer_lock);
    std::lock(locks.source, locks.target);
    return locks;
}

HRESULT CopyObject(OwnObject& source, PropertySource& properties, const CopyRequest& request,
                   const CopyTarget& target) {
    const CopyOptions options = OptionsFor(request);
    if (request.flags & MAPI_MOVE) source.RequireChangeable();
    Problems problems;
    FindMissing(properties, request, problems);
    options.tell(0, 1);
    if (target.Own()) {
        CopyToOwn(source, properties, *target.Own(), options, problems);
    } else {
        CopyToForeign(source, properties, options, target.Props(), target.IsMessage(), problems);
    }
    if (request.flags & MAPI_MOVE) DeleteCopied(source, properties, options);
    options.tell(1, 1);
    problems.HandOut(request.problems, source.OwnTree().Memory());
    return S_OK;
}

}  // namespace mapi_msg

#include "provider/foreign_copy.h"

#include <map>

#include "provider/message_tree.h"
#include "provider/prop_methods.h"
#include "provider/property_tags.h"
#include "provider/storage_access.h"

namespace mapi_msg {

using namespace format;

namespace {

class ForeignCopier {
  public:
    ForeignCopier(MessageTree& tree, Problems& problems)
        : names_(tree.Names()), memory_(tree.Memory()), problems_(problems) {}

    void Properties(PropertySource& source, IMAPIProp& target, const CopyOptions& options);
    void Message(MessageData& source, IMessage& target, const CopyOptions& options);
    void Attachment(AttachmentData& source, IAttach& target, const CopyOptions& options);

  private:
    std::vector<PropertyTag> WantedTags(PropertySource& source, IMAPIProp& target,
                                        const CopyOptions& options);
    // The ids that the target has for the names of those of the tags that have one.
    std::map<std::uint16_t, std::uint16_t> TargetIds(const std::vector<PropertyTag>& tags, IMAPIProp& target);
    void Stream(PropertySource& source, PropertyTag tag, IMAPIProp& target, PropertyTag targetTag);
    void Recipients(MessageData& source, IMessage& target);

    NameMap& names_;
    const Allocator& memory_;
    Problems& problems_;
};

std::vector<PropertyTag> ForeignCopier::WantedTags(PropertySource& source, IMAPIProp& target,
                                                   const CopyOptions& options) {
    std::set<std::uint16_t> existing;
    if (options.keepsExisting) {
        SPropTagArray* list = nullptr;
        ThrowIfFailed(target.GetPropList(MAPI_UNICODE, &list));
        const auto owner = memory_.Own(list);
        for (ULONG i = 0; list && i < list->cValues; ++i) existing.insert(IdOf(list->aulPropTag[i]));
    }
    std::vector<PropertyTag> tags;
    for (PropertyTag tag : source.Tags(StringWidth::kUnicode)) {
        const std::uint16_t id = IdOf(tag);
        if (TypeOf(tag) == kTypeObject || !options.Wants(id) || existing.contains(id)) continue;
        // What the target knows of itself.
        if (id == IdOf(kPrAccess) || id == IdOf(kPrAccessLevel) || id == IdOf(kPrObjectType)) continue;
        if (id == IdOf(kPrAttachNum)) continue;
        tags.push_back(tag);
    }
    return tags;
}

std::map<std::uint16_t, std::uint16_t> ForeignCopier::TargetIds(const std::vector<PropertyTag>& tags,
                                                                IMAPIProp& target) {
    std::vector<std::uint16_t> ids;
    std::vector<MAPINAMEID> names;
    std::vector<GUID> sets;
    sets.reserve(tags.size());
    for (PropertyTag tag : tags) {
        const PropertyName* name = IdOf(tag) >= kFirstNamedId ? names_.NameOf(IdOf(tag)) : nullptr;
        if (!name) continue;
        ids.push_back(IdOf(tag));
        names.push_back(ToMapiName(*name, sets.emplace_back()));
    }
    std::map<std::uint16_t, std::uint16_t> result;
    if (ids.empty()) return result;
    std::vector<MAPINAMEID*> pointers;
    for (MAPINAMEID& name : names) pointers.push_back(&name);
    SPropTagArray* created = nullptr;
    ThrowIfFailed(
        target.GetIDsFromNames(static_cast<ULONG>(pointers.size()), pointers.data(), MAPI_CREATE, &created));
    const auto owner = memory_.Own(created);
    for (std::size_t i = 0; i < ids.size(); ++i) {
        if (TypeOf(created->aulPropTag[i]) != kTypeError) result[ids[i]] = IdOf(created->aulPropTag[i]);
    }
    return result;
}

void ForeignCopier::Stream(PropertySource& source, PropertyTag tag, IMAPIProp& target,
                           PropertyTag targetTag) {
    ComPtr<IStream> stream;
    ThrowIfFailed(target.OpenProperty(targetTag, &IID_IStream, STGM_READWRITE, MAPI_CREATE | MAPI_MODIFY,
                                      reinterpret_cast<IUnknown**>(stream.Put())));
    auto bytes = source.StoredTagFor(tag, StringWidth::kAsStored) == tag ? source.OpenStored(tag) : nullptr;
    if (!bytes) bytes = MakeMemorySource(source.Get(tag, StringWidth::kUnicode, kNoLimit).bytes);
    ByteVector chunk(64 * 1024);
    for (std::uint64_t position = 0;;) {
        const ULONG read = bytes->Read(position, chunk.data(), static_cast<ULONG>(chunk.size()));
        if (read == 0) break;
        ULONG written = 0;
        ThrowIfStorageFailed(stream->Write(chunk.data(), read, &written));
        if (written != read) throw ResultError{MAPI_E_NOT_ENOUGH_DISK};
        position += read;
    }
    ThrowIfStorageFailed(stream->Commit(STGC_DEFAULT));
}

void ForeignCopier::Properties(PropertySource& source, IMAPIProp& target, const CopyOptions& options) {
    const std::vector<PropertyTag> tags = WantedTags(source, target, options);
    const auto ids = TargetIds(tags, target);
    std::vector<PropertyValue> values;
    std::vector<PropertyTag> sourceTags;
    for (PropertyTag tag : tags) {
        PropertyTag targetTag = tag;
        if (IdOf(tag) >= kFirstNamedId) {
            const auto known = ids.find(IdOf(tag));
            if (known == ids.end()) continue;
            targetTag = MakeTag(known->second, TypeOf(tag));
        }
        PropertyValue value = source.Get(tag, StringWidth::kUnicode, kLargestValueInGetProps);
        if (!value.IsError()) {
            value.tag = targetTag;
            values.push_back(std::move(value));
            sourceTags.push_back(tag);
            continue;
        }
        try {
            if (value.Error() != MAPI_E_NOT_ENOUGH_MEMORY) throw ResultError{value.Error()};
            Stream(source, tag, target, targetTag);
        } catch (const ResultError& error) {
            problems_.Add(0, tag, error.result);
        }
    }
    if (values.empty()) return;
    const auto block = ToPropValues(values, memory_);
    SPropProblemArray* found = nullptr;
    ThrowIfFailed(target.SetProps(static_cast<ULONG>(values.size()), block.Get(), &found));
    const auto owner = memory_.Own(found);
    for (ULONG i = 0; found && i < found->cProblem; ++i) {
        const SPropProblem& problem = found->aProblem[i];
        if (problem.ulIndex < sourceTags.size()) {
            problems_.Add(problem.ulIndex, sourceTags[problem.ulIndex], problem.scode);
        }
    }
}

void ForeignCopier::Recipients(MessageData& source, IMessage& target) {
    const MessageData::RecipientRows& rows = source.Recipients();
    std::vector<Allocator::Buffer<SPropValue>> blocks;
    auto list = memory_.Allocate<ADRLIST>(sizeof(ADRLIST) + rows.size() * sizeof(ADRENTRY));
    list->cEntries = static_cast<ULONG>(rows.size());
    for (std::size_t i = 0; i < rows.size(); ++i) {
        rows[i]->PrepareRow();
        std::vector<PropertyValue> values;
        for (PropertyTag stored : rows[i]->StoredTags()) {
            const PropertyTag tag = WithWidth(stored, StringWidth::kUnicode);
            if (tag == kPrRowId) continue;
            PropertyValue value = rows[i]->Get(tag, StringWidth::kUnicode, kNoLimit);
            if (!value.IsError()) values.push_back(std::move(value));
        }
        // The target may replace the values, which are its own then.
        list->aEntries[i] = {0, static_cast<ULONG>(values.size()), ToPropValues(values, memory_).Detach()};
    }
    const HRESULT result = target.ModifyRecipients(0, list.Get());
    for (std::size_t i = 0; i < rows.size(); ++i) blocks.push_back(memory_.Own(list->aEntries[i].rgPropVals));
    ThrowIfFailed(result);
}

void ForeignCopier::Attachment(AttachmentData& source, IAttach& target, const CopyOptions& options) {
    Properties(source, target, options);
    const bool hasObject = source.StoredTagFor(kPrAttachDataObj, StringWidth::kAsStored) == kPrAttachDataObj;
    if (!hasObject || !options.Wants(IdOf(kPrAttachDataObj))) return;
    constexpr ULONG kCreate = MAPI_CREATE | MAPI_MODIFY;
    if (const auto embedded = source.EmbeddedMessage()) {
        ComPtr<IMessage> message;
        ThrowIfFailed(target.OpenProperty(kPrAttachDataObj, &IID_IMessage, 0, kCreate,
                                          reinterpret_cast<IUnknown**>(message.Put())));
        Message(*embedded, *message, {});
        ThrowIfFailed(message->SaveChanges(0));
    } else if (const ComPtr<IStorage> storage = source.DataStorage()) {
        ComPtr<IStorage> copy;
        ThrowIfFailed(target.OpenProperty(kPrAttachDataObj, &IID_IStorage, 0, kCreate,
                                          reinterpret_cast<IUnknown**>(copy.Put())));
        CopyStorage(*storage, *copy);
        ThrowIfStorageFailed(copy->Commit(STGC_DEFAULT));
    }
}

void ForeignCopier::Message(MessageData& source, IMessage& target, const CopyOptions& options) {
    Properties(source, target, options);
    if (options.Wants(IdOf(kPrMessageRecipients))) Recipients(source, target);
    if (!options.Wants(IdOf(kPrMessageAttachments))) return;
    const AttachmentList::ByNumber& all = source.Attachments().All();
    ULONG done = 0;
    for (const auto& [number, attachment] : all) {
        ULONG created = 0;
        ComPtr<IAttach> copy;
        ThrowIfFailed(target.CreateAttach(nullptr, 0, &created, copy.Put()));
        Attachment(*attachment, *copy, {});
        ThrowIfFailed(copy->SaveChanges(0));
        options.tell(++done, static_cast<ULONG>(all.size()));
    }
}

}  // namespace

void CopyToForeign(OwnObject& source, PropertySource& properties, const CopyOptions& options,
                   IMAPIProp& target, bool targetIsMessage, Problems& problems) {
    ForeignCopier copier(source.OwnTree(), problems);
    if (source.AsMessage() && targetIsMessage) {
        copier.Message(*source.AsMessage(), static_cast<IMessage&>(target), options);
    } else if (source.AsAttachment() && !targetIsMessage) {
        copier.Attachment(*source.AsAttachment(), static_cast<IAttach&>(target), options);
    } else {
        copier.Properties(properties, target, options);
    }
}

}  // namespace mapi_msg

#include "provider/contents_copy.h"

#include "provider/property_tags.h"
#include "provider/storage_access.h"
#include "provider/string_conversion.h"
#include "provider/value_buffer.h"

namespace mapi_msg {

using namespace format;

namespace {

// Larger ones are not held in memory.
constexpr std::uint64_t kLargestInMemory = 256 * 1024;

class Copier {
  public:
    Copier(NameMap& sourceNames, NameMap& targetNames, Problems& problems, std::optional<StringWidth> width)
        : sourceNames_(sourceNames), targetNames_(targetNames), problems_(problems), width_(width) {}

    void Message(MessageData& source, MessageData& target, const CopyOptions& options);
    void Attachment(AttachmentData& source, AttachmentData& target, const CopyOptions& options);
    // The ids in the target of what was copied.
    std::vector<std::uint16_t> Properties(PropertySource& source, PropertySource& target,
                                          const CopyOptions& options);

  private:
    std::optional<std::uint16_t> TargetId(std::uint16_t id);
    ChangedValue Read(PropertySource& source, PropertyTag tag, std::uint16_t targetId);
    void Recipients(MessageData& source, MessageData& target);
    void Attachments(MessageData& source, MessageData& target, const CopyOptions& options);
    std::shared_ptr<MessageData> Embedded(MessageData& source, AttachmentData& target);

    NameMap& sourceNames_;
    NameMap& targetNames_;
    Problems& problems_;
    // The width that strings get. None if they stay as they are.
    std::optional<StringWidth> width_;
    ULONG index_ = 0;
};

std::optional<std::uint16_t> Copier::TargetId(std::uint16_t id) {
    if (id < kFirstNamedId || &sourceNames_ == &targetNames_) return id;
    const PropertyName* name = sourceNames_.NameOf(id);
    // An id without a name stays one.
    if (!name) return targetNames_.NameOf(id) ? std::nullopt : std::optional(id);
    const auto known = targetNames_.IdOf(*name);
    return known ? known : targetNames_.Create(*name);
}

ChangedValue Copier::Read(PropertySource& source, PropertyTag tag, std::uint16_t targetId) {
    const PropertyTag targetTag = MakeTag(targetId, TypeOf(tag));
    const PropertyTag converted = width_ ? WithWidth(targetTag, *width_) : targetTag;
    ChangedValue change;
    const bool isStream = PlacementOf(TypeOf(tag)) == Placement::kStream;
    if (isStream && converted == targetTag && source.SizeOfStored(tag).value_or(0) > kLargestInMemory) {
        if (const auto bytes = source.OpenStored(tag)) {
            change.tag = targetTag;
            change.buffer = std::make_shared<ValueBuffer>();
            change.buffer->Append(*bytes);
        }
    }
    if (!change.buffer) {
        PropertyValue value = source.ReadStored(tag, kNoLimit);
        // A stored error is a value like others.
        if (value.IsError() && TypeOf(tag) != kTypeError) throw ResultError{value.Error()};
        value.tag = targetTag;
        change = MakeChange(ConvertString(TypeOf(converted), std::move(value), source.CodePage()));
    }
    change.attributes = source.Attributes(tag);
    return change;
}

std::vector<std::uint16_t> Copier::Properties(PropertySource& source, PropertySource& target,
                                              const CopyOptions& options) {
    std::map<std::uint16_t, PropertyChanges::Values> copied;
    for (PropertyTag tag : source.StoredTags()) {
        const std::uint16_t id = IdOf(tag);
        if (!options.Wants(id) || TypeOf(tag) == kTypeObject) continue;
        // What strings are like is up to the target where they are converted.
        if (id == IdOf(kPrStoreSupportMask) && width_) continue;
        const auto targetId = TargetId(id);
        if (!targetId) {
            problems_.Add(index_++, tag, MAPI_E_COLLISION);
            continue;
        }
        const PropertyTag any = MakeTag(*targetId, 0);
        if (options.keepsExisting && target.StoredTagFor(any, StringWidth::kAsStored)) continue;
        try {
            copied[*targetId].push_back(Read(source, tag, *targetId));
        } catch (const ResultError& error) {
            problems_.Add(index_++, tag, error.result);
        }
    }
    std::vector<std::uint16_t> ids;
    for (auto& [id, values] : copied) {
        if (values.empty()) continue;
        // Where both widths become one, the first counts.
        if (width_) values.resize(1);
        target.Put(id, std::move(values));
        ids.push_back(id);
    }
    return ids;
}

void Copier::Recipients(MessageData& source, MessageData& target) {
    MessageData::RecipientRows rows;
    for (const auto& recipient : source.Recipients()) {
        rows.push_back(target.NewRecipient());
        Properties(*recipient, *rows.back(), {});
    }
    target.SetRecipients(std::move(rows));
}

std::shared_ptr<MessageData> Copier::Embedded(MessageData& source, AttachmentData& target) {
    auto message = target.NewEmbeddedMessage();
    if (!width_) message->BeNew(source.Width());
    Message(source, *message, {});
    message->UpdateComputed();
    return message;
}

void Copier::Attachment(AttachmentData& source, AttachmentData& target, const CopyOptions& options) {
    Properties(source, target, options);
    target.OnCopied();
    const bool hasObject = source.StoredTagFor(kPrAttachDataObj, StringWidth::kAsStored) == kPrAttachDataObj;
    if (!hasObject || !options.Wants(IdOf(kPrAttachDataObj))) return;
    if (options.keepsExisting && target.StoredTagFor(kPrAttachDataObj, StringWidth::kAsStored)) return;
    ChangedValue change;
    change.tag = kPrAttachDataObj;
    change.attributes = source.Attributes(kPrAttachDataObj);
    if (const auto embedded = source.EmbeddedMessage()) {
        change.object = std::make_shared<DataObject>(DataObject{Embedded(*embedded, target), {}});
    } else if (const ComPtr<IStorage> storage = source.DataStorage()) {
        change.object =
            std::make_shared<DataObject>(DataObject{nullptr, MakeTemporaryStorage(storage.Get())});
    } else {
        return;
    }
    target.Put(std::move(change));
}

void Copier::Attachments(MessageData& source, MessageData& target, const CopyOptions& options) {
    const AttachmentList::ByNumber old = target.Attachments().All();
    for (const auto& [number, attachment] : old) target.Attachments().Remove(*attachment);
    const AttachmentList::ByNumber& all = source.Attachments().All();
    ULONG done = 0;
    for (const auto& [number, attachment] : all) {
        const bool isFree = target.Attachments().IsFree(number);
        const std::uint32_t newNumber = isFree ? number : target.Attachments().TakeNumber();
        auto copy = std::make_shared<AttachmentData>(target.Context(), target.Store().Access(), newNumber);
        copy->Changes().Clear();
        Attachment(*attachment, *copy, {});
        copy->PutNumber();
        target.Attachments().Set(std::move(copy));
        options.tell(++done, static_cast<ULONG>(all.size()));
    }
    target.OnAttachmentsChanged();
}

void Copier::Message(MessageData& source, MessageData& target, const CopyOptions& options) {
    const bool keeps = options.keepsExisting;
    if (options.Wants(IdOf(kPrMessageRecipients)) && !(keeps && !target.Recipients().empty())) {
        Recipients(source, target);
    }
    if (options.Wants(IdOf(kPrMessageAttachments)) && !(keeps && !target.Attachments().IsEmpty())) {
        Attachments(source, target, options);
    }
    target.OnCopied(Properties(source, target, options));
}

// Whether the strings of what is copied have to be converted, and to what.
std::optional<StringWidth> WidthFor(PropertySource& source, PropertySource& target) {
    return source.Width() == target.Width() ? std::nullopt : std::optional(target.Width());
}

// A copy of a whole file keeps its ids.
void TakeNames(NameMap& source, NameMap& target) {
    if (&source == &target || !target.All().empty()) return;
    for (const auto& [id, name] : source.All()) target.Create(name);
}

}  // namespace

void CopyContents(MessageData& source, NameMap& sourceNames, MessageData& target, NameMap& targetNames,
                  const CopyOptions& options, Problems& problems) {
    if (!options.onlyThese) TakeNames(sourceNames, targetNames);
    Copier(sourceNames, targetNames, problems, WidthFor(source, target)).Message(source, target, options);
}

void CopyContents(AttachmentData& source, NameMap& sourceNames, AttachmentData& target, NameMap& targetNames,
                  const CopyOptions& options, Problems& problems) {
    CopyOptions others = options;
    // The number tells the attachment from the others of its message.
    if (options.onlyThese) {
        others.ids.erase(IdOf(kPrAttachNum));
    } else {
        others.ids.insert({IdOf(kPrAttachNum), IdOf(kPrRecordKey)});
    }
    Copier(sourceNames, targetNames, problems, WidthFor(source, target)).Attachment(source, target, others);
}

void CopyProperties(PropertySource& source, NameMap& sourceNames, PropertySource& target,
                    NameMap& targetNames, const CopyOptions& options, Problems& problems) {
    Copier(sourceNames, targetNames, problems, WidthFor(source, target)).Properties(source, target, options);
}

}  // namespace mapi_msg

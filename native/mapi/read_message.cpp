#include "mapi/read_message.h"

#include <algorithm>

#include "mapi/answers.h"
#include "mapi/extended_error.h"
#include "mapi/mapi_memory.h"
#include "mapi/name_calls.h"
#include "mapi/objects.h"
#include "mapi/prop_calls.h"
#include "mapi/rtf_calls.h"
#include "mapi/session_calls.h"
#include "mapi/stream_calls.h"
#include "mapi/tag_array.h"
#include "mapi/value_packer.h"

namespace mapi_msg {
namespace {

constexpr ULONG kMessageRecipients = PROP_TAG(PT_OBJECT, 0x0E12);
constexpr ULONG kMessageAttachments = PROP_TAG(PT_OBJECT, 0x0E13);
constexpr ULONG kAttachNumber = PROP_TAG(PT_LONG, 0x0E21);
constexpr ULONG kMessageClass = PROP_TAG(PT_UNICODE, 0x001A);
constexpr ULONG kBody = PROP_TAG(PT_UNICODE, 0x1000);
constexpr ULONG kHtml = PROP_TAG(PT_BINARY, 0x1013);
constexpr ULONG kAttachDataBinary = PROP_TAG(PT_BINARY, 0x3701);
constexpr ULONG kAttachDataObject = PROP_TAG(PT_OBJECT, 0x3701);
constexpr ULONG kAttachMethod = PROP_TAG(PT_LONG, 0x3705);
constexpr LONG kEmbeddedMessage = 5;  // ATTACH_EMBEDDED_MSG

bool IsError(const SPropValue& value, SCODE error) {
    return PROP_TYPE(value.ulPropTag) == PT_ERROR && value.Value.err == error;
}

const SPropValue* FindValue(const SPropValue* values, ULONG count, ULONG tag) {
    const auto* found = std::find_if(values, values + count,
                                     [tag](const SPropValue& value) { return value.ulPropTag == tag; });
    return found == values + count ? nullptr : found;
}

class MessageReader {
  public:
    MessageReader(const Apartment& apartment, const ReadMessageOptions& options, MessagePack& pack)
        : apartment_(apartment),
          freeBuffer_(apartment.OwnProvider().functions.freeBuffer),
          options_(options),
          pack_(pack),
          values_(pack, [this] { return CodePage(); }) {}

    void Read(IMessage& message, unsigned depth) {
        message_ = &message;
        codePage_.reset();
        const ReadFacts facts = ReadProps(message, options_.message, false);
        ReadDetails(message, facts.messageClass);
        ReadRecipients(message);
        ReadAttachments(message, depth);
        message_ = &message;
        codePage_.reset();
        ReadRtf(message, facts);
        ReadNames(message, depth);
    }

  private:
    // What the reader has to know of a row.
    struct ReadFacts {
        bool hasHtml = false;
        bool hasText = false;
        LONG attachMethod = 0;
        std::wstring messageClass;
    };

    UINT CodePage() {
        if (!codePage_) codePage_ = CodePageOfMessage(*message_, freeBuffer_).value_or(CP_ACP);
        return *codePage_;
    }

    void AddLargeValue(IMAPIProp& object, ULONG tag) {
        StringDecoding decoding;
        if (PROP_TYPE(tag) == PT_STRING8) decoding.codePage = CodePage();
        PropertyData value = ReadLargeValue(object, apartment_, tag, decoding, Room());
        pack_.Add(tag);
        if (auto* text = std::get_if<std::wstring>(&value)) pack_.AddText(*text);
        if (auto* bytes = std::get_if<Bytes>(&value)) pack_.AddBinary(std::move(*bytes));
    }

    // A row's values, but for those that are not there.
    void AddRow(const SPropValue* values, ULONG count) {
        const std::size_t countAt = BeginRow();
        for (ULONG i = 0; i < count; i++) {
            if (IsError(values[i], MAPI_E_NOT_FOUND)) continue;
            pack_.Add(values[i].ulPropTag);
            values_.Add(values[i]);
            ++pack_.words[countAt];
        }
        CheckSize();
    }

    // For one more value.
    std::uint64_t Room() const {
        const std::uint64_t size = pack_.Size();
        const std::uint64_t most = options_.limits.bytes;
        return std::min(kLargestValue, most > size ? most - size : 0);
    }

    void CheckSize() const {
        if (pack_.Size() <= options_.limits.bytes) return;
        throw MapiFailure{MAPI_E_TOO_BIG, "mapi-msg",
                          L"What was asked for has more bytes than limits.bytes."};
    }

    std::size_t BeginRow() {
        pack_.Add(0);
        return pack_.words.size() - 1;
    }

    // The tag of a value that GetProps found too large for it; none for objects, which are opened.
    std::optional<ULONG> LargeTag(IMAPIProp& object, const WantedProperties& wanted, ULONG index,
                                  ULONG answered) {
        const ULONG id = PROP_ID(answered);
        if (id == PROP_ID(kMessageRecipients) || id == PROP_ID(kMessageAttachments)) return std::nullopt;
        const bool isTyped = index < wanted.tags.size() && IsStreamType(PROP_TYPE(wanted.tags[index]));
        if (isTyped) return wanted.tags[index];
        MapiBuffer<SPropTagArray> tags(freeBuffer_);
        Check(object.GetPropList(MAPI_UNICODE, tags.Put()), "IMAPIProp::GetPropList", object, apartment_);
        CheckTags(tags.Get(), "IMAPIProp::GetPropList");
        for (ULONG i = 0; i < tags->cValues; i++) {
            const ULONG tag = tags->aulPropTag[i];
            if (PROP_ID(tag) == id && IsStreamType(PROP_TYPE(tag))) return tag;
        }
        return std::nullopt;
    }

    // Adds the row of an object's properties.
    ReadFacts ReadProps(IMAPIProp& object, const WantedProperties& wanted, bool isAttachment) {
        std::optional<TagArray> tags;
        if (!wanted.IsAll()) tags.emplace(wanted.tags);
        ULONG count = 0;
        MapiBuffer<SPropValue> values(freeBuffer_);
        Check(object.GetProps(tags ? tags->Get() : nullptr, MAPI_UNICODE, &count, values.Put()),
              "IMAPIProp::GetProps", object, apartment_);
        CheckValues(tags ? tags->Get() : nullptr, values.Get(), count, "IMAPIProp::GetProps");
        ReadFacts facts;
        const std::size_t countAt = BeginRow();
        for (ULONG i = 0; i < count; i++) {
            const SPropValue& value = values.Get()[i];
            if (IsError(value, MAPI_E_NOT_FOUND)) continue;
            const ULONG id = PROP_ID(value.ulPropTag);
            if (isAttachment && !options_.contents && id == PROP_ID(kAttachDataBinary)) continue;
            if (id == PROP_ID(kHtml)) facts.hasHtml = true;
            if (id == PROP_ID(kBody)) facts.hasText = true;
            if (value.ulPropTag == kMessageClass && value.Value.lpszW && options_.details) {
                facts.messageClass = value.Value.lpszW;
            }
            if (value.ulPropTag == kAttachMethod) facts.attachMethod = value.Value.l;
            if (IsError(value, MAPI_E_NOT_ENOUGH_MEMORY)) {
                const auto tag = LargeTag(object, wanted, i, value.ulPropTag);
                if (!tag) continue;
                AddLargeValue(object, *tag);
            } else {
                pack_.Add(value.ulPropTag);
                values_.Add(value);
            }
            ++pack_.words[countAt];
        }
        CheckSize();
        return facts;
    }

    // Calls `use(values, count)` for all rows of a table.
    template <typename Use>
    void ForEachRow(IMAPITable& table, const WantedProperties& wanted, const Use& use) {
        constexpr std::size_t kBatch = 1000;
        const std::size_t most = options_.limits.rows;
        const std::vector<ULONG> columns = wanted.IsAll() ? AllColumns(table) : wanted.tags;
        if (!columns.empty()) {
            TagArray tags(columns);
            Check(table.SetColumns(tags.Get(), 0), "IMAPITable::SetColumns", table, apartment_);
        }
        for (std::size_t done = 0;;) {
            // One more than is allowed tells that there are too many.
            const auto batch = static_cast<LONG>(std::min<std::size_t>(kBatch, most - done + 1));
            MapiRowSet rows(freeBuffer_, static_cast<ULONG>(batch));
            Check(table.QueryRows(batch, 0, rows.Put()), "IMAPITable::QueryRows", table, apartment_);
            CheckRows(rows.Get(), static_cast<ULONG>(batch), "IMAPITable::QueryRows");
            if (rows->cRows == 0) return;
            done += rows->cRows;
            if (done > most) ThrowTooManyRows();
            for (ULONG i = 0; i < rows->cRows; i++) use(rows->aRow[i].lpProps, rows->aRow[i].cValues);
        }
    }

    [[noreturn]] void ThrowTooManyRows() const {
        CheckAnswer(options_.limits.rows < kMostRows, "IMAPITable::QueryRows", L"It gave rows without end.");
        throw MapiFailure{MAPI_E_TABLE_TOO_BIG, "mapi-msg",
                          L"The message has more recipients or attachments than limits.rows."};
    }

    // All that the table offers, strings as PT_UNICODE.
    std::vector<ULONG> AllColumns(IMAPITable& table) {
        MapiBuffer<SPropTagArray> tags(freeBuffer_);
        Check(table.QueryColumns(TBL_ALL_COLUMNS, tags.Put()), "IMAPITable::QueryColumns", table, apartment_);
        CheckTags(tags.Get(), "IMAPITable::QueryColumns");
        std::vector<ULONG> columns = CopyTags(tags.Get());
        for (ULONG& column : columns) {
            if ((PROP_TYPE(column) & ~MV_FLAG) == PT_STRING8) {
                column = PROP_TAG(PT_UNICODE | (PROP_TYPE(column) & MV_FLAG), PROP_ID(column));
            }
        }
        std::sort(columns.begin(), columns.end());
        columns.erase(std::unique(columns.begin(), columns.end()), columns.end());
        return columns;
    }

    // That they cannot be read leaves the message readable.
    void ReadDetails(IMessage& message, std::wstring_view messageClass) {
        if (!options_.details) return pack_.Add(MessagePack::kNothing);
        const MessagePack::Mark mark = pack_.SetMark();
        try {
            const WantedDetails wanted = FindDetails(message, apartment_, *options_.details, messageClass);
            if (wanted.tags.empty()) return pack_.Add(MessagePack::kNothing);
            pack_.Add(MessagePack::kSomething);
            AddDetails(message, wanted);
        } catch (const MapiFailure& failure) {
            pack_.Return(mark);
            AddFailure(MessagePack::kFailure, failure);
        }
    }

    void AddDetails(IMessage& message, const WantedDetails& wanted) {
        TagArray tags(wanted.tags);
        ULONG count = 0;
        MapiBuffer<SPropValue> values(freeBuffer_);
        Check(message.GetProps(tags.Get(), MAPI_UNICODE, &count, values.Put()), "IMAPIProp::GetProps",
              message, apartment_);
        const std::size_t countAt = BeginRow();
        for (ULONG i = 0; values && i < count && i < wanted.ids.size(); i++) {
            SPropValue value = values.Get()[i];
            // Values too large for GetProps are none that are told so shortly.
            if (PROP_TYPE(value.ulPropTag) == PT_ERROR) continue;
            value.ulPropTag = PROP_TAG(PROP_TYPE(value.ulPropTag), wanted.ids[i]);
            pack_.Add(value.ulPropTag);
            values_.Add(value);
            ++pack_.words[countAt];
        }
        CheckSize();
    }

    void ReadRecipients(IMessage& message) {
        if (options_.recipients.IsNone()) return pack_.Add(MessagePack::kNotAsked);
        ComPtr<IMAPITable> table;
        Check(message.GetRecipientTable(MAPI_UNICODE, table.Put()), "IMessage::GetRecipientTable", message,
              apartment_);
        CheckGiven(table, "IMessage::GetRecipientTable", L"It gave no table.");
        const std::size_t countAt = BeginRow();
        ForEachRow(*table, options_.recipients, [&](const SPropValue* values, ULONG count) {
            AddRow(values, count);
            ++pack_.words[countAt];
        });
    }

    void ReadAttachments(IMessage& message, unsigned depth) {
        if (options_.attachments.IsNone()) return pack_.Add(MessagePack::kNotAsked);
        ComPtr<IMAPITable> table;
        Check(message.GetAttachmentTable(MAPI_UNICODE, table.Put()), "IMessage::GetAttachmentTable", message,
              apartment_);
        CheckGiven(table, "IMessage::GetAttachmentTable", L"It gave no table.");
        const std::size_t countAt = BeginRow();
        const WantedProperties& wanted = options_.attachments;
        const bool rowIsEnough = !wanted.IsAll() && !options_.contents;
        const WantedProperties number = {WantedProperties::Extent::Tags, {kAttachNumber}};
        ForEachRow(*table, rowIsEnough ? wanted : number, [&](const SPropValue* values, ULONG count) {
            const auto* found = FindValue(values, count, kAttachNumber);
            CheckAnswer(found != nullptr, "IMAPITable::QueryRows",
                        L"It gave an attachment without its number.");
            const LONG attachNumber = found->Value.l;
            if (rowIsEnough) {
                const auto* method = FindValue(values, count, kAttachMethod);
                AddRow(values, count);
                ReadContent(message, attachNumber, nullptr, method ? method->Value.l : 0, depth);
            } else {
                ComPtr<IAttach> attachment = OpenAttachment(message, attachNumber);
                const LONG method = ReadProps(*attachment, wanted, true).attachMethod;
                ReadContent(message, attachNumber, attachment.Get(), method, depth);
            }
            ++pack_.words[countAt];
        });
    }

    ComPtr<IAttach> OpenAttachment(IMessage& message, LONG number) {
        ComPtr<IAttach> attachment;
        Check(message.OpenAttach(static_cast<ULONG>(number), nullptr, 0, attachment.Put()),
              "IMessage::OpenAttach", message, apartment_);
        CheckGiven(attachment, "IMessage::OpenAttach", L"It gave no attachment.");
        return attachment;
    }

    // The message in an attachment. That it cannot be read leaves the outer one readable.
    void ReadContent(IMessage& message, LONG number, IAttach* opened, LONG method, unsigned depth) {
        if (!options_.nested || method != kEmbeddedMessage) return pack_.Add(MessagePack::kNothing);
        const MessagePack::Mark mark = pack_.SetMark();
        try {
            if (depth >= options_.limits.depth) throw MapiFailure{MAPI_E_TOO_COMPLEX, "mapi-msg"};
            const ComPtr<IAttach> attachment =
                opened ? ComPtr<IAttach>(opened) : OpenAttachment(message, number);
            ComPtr<IUnknown> nested;
            Check(attachment->OpenProperty(kAttachDataObject, &IID_IMessage, 0, 0, nested.Put()),
                  "IMAPIProp::OpenProperty", *attachment, apartment_);
            CheckGiven(nested, "IMAPIProp::OpenProperty", L"It gave no message.");
            pack_.Add(MessagePack::kSomething);
            Read(static_cast<IMessage&>(*nested), depth + 1);
        } catch (const MapiFailure& failure) {
            pack_.Return(mark);
            AddFailure(MessagePack::kFailure, failure);
        }
        message_ = &message;
        codePage_.reset();
    }

    void AddFailure(std::uint32_t kind, const MapiFailure& failure) {
        pack_.Add(kind);
        pack_.Add(static_cast<std::uint32_t>(failure.result));
        const std::string_view method(failure.method);
        pack_.AddText(std::wstring(method.begin(), method.end()));
    }

    // The RTF where it is asked for, and what it encapsulates where that is to stand for a body that there is
    // not.
    void ReadRtf(IMessage& message, const ReadFacts& facts) {
        const bool mustDecode =
            (options_.rtfWithoutHtml && !facts.hasHtml) || (options_.rtfWithoutText && !facts.hasText);
        std::optional<Bytes> rtf;
        try {
            if (options_.rtf || mustDecode) rtf = UncompressedRtf(message, apartment_, Room());
        } catch (const MapiFailure& failure) {
            AddFailure(MessagePack::kFailure, failure);
            return pack_.Add(MessagePack::kNothing);
        }
        const DecodedRtf decoded = rtf && mustDecode ? DecodeRtf(*rtf) : DecodedRtf{};
        if (rtf && options_.rtf) {
            pack_.Add(MessagePack::kSomething);
            pack_.AddBinary(*std::move(rtf));
        } else {
            pack_.Add(MessagePack::kNothing);
        }
        pack_.Add(static_cast<std::uint32_t>(decoded.kind));
        if (decoded.kind != DecodedRtf::Kind::Nothing) pack_.AddText(decoded.text);
        CheckSize();
    }

    void ReadNames(IMessage& message, unsigned depth) {
        // The mapping of the outermost message holds for those inside.
        if (!options_.names || depth > 0) return pack_.Add(MessagePack::kNotAsked);
        MapiBuffer<SPropTagArray> tags(freeBuffer_);
        MapiBuffer<MAPINAMEID*> names(freeBuffer_);
        ULONG count = 0;
        Check(message.GetNamesFromIDs(tags.Put(), nullptr, 0, &count, names.Put()),
              "IMAPIProp::GetNamesFromIDs", message, apartment_);
        CheckNames(tags.Get(), names.Get(), count);
        const std::size_t countAt = BeginRow();
        for (ULONG i = 0; i < count; i++) {
            const MAPINAMEID* name = names.Get()[i];
            if (!IsWholeName(name)) continue;
            pack_.Add(PROP_ID(tags->aulPropTag[i]));
            pack_.AddGuid(*name->lpguid);
            if (name->ulKind == MNID_ID) {
                pack_.Add(0);
                pack_.Add(static_cast<std::uint32_t>(name->Kind.lID));
            } else {
                pack_.Add(1);
                values_.AddUnicode(name->Kind.lpwstrName);
            }
            ++pack_.words[countAt];
        }
        CheckSize();
    }

    const Apartment& apartment_;
    FREEBUFFER* freeBuffer_;
    const ReadMessageOptions& options_;
    MessagePack& pack_;
    ValuePacker values_;
    // The one that is being read, for the code page of its strings.
    IMessage* message_ = nullptr;
    std::optional<UINT> codePage_;
};

}  // namespace

MessagePack ReadMessage(const Apartment& apartment, LPMSGSESS session, const ComPtr<IStorage>& storage,
                        const ReadMessageOptions& options) {
    MessagePack pack;
    const ComPtr<IMessage> message = OpenMessageOnStorage(apartment, session, *storage);
    MessageReader(apartment, options, pack).Read(*message, 0);
    return pack;
}

}  // namespace mapi_msg

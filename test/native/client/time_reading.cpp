#include "client/time_reading.h"

#include <algorithm>
#include <memory>
#include <span>

#include "client/owners.h"
#include "files.h"
#include "storage/native_storage.h"
#include "timing.h"

namespace client {

namespace {

using Bytes = std::vector<std::uint8_t>;

struct Failure {
    const char* call;
    HRESULT result;
};

void Require(HRESULT result, const char* call) {
    if (FAILED(result)) throw Failure{call, result};
}

// What was read: so that it can be told whether others read the same.
struct Totals {
    int messages = 0;
    int recipients = 0;
    int attachments = 0;
    std::uint64_t attachmentBytes = 0;
};

Bytes ReadStream(IMAPIProp& object, ULONG tag) {
    ComPtr<IStream> stream;
    Require(object.OpenProperty(tag, &IID_IStream, STGM_READ, 0, reinterpret_cast<IUnknown**>(stream.Put())),
            "OpenProperty");
    STATSTG facts = {};
    Require(stream->Stat(&facts, STATFLAG_NONAME), "Stat");
    Bytes bytes(static_cast<std::size_t>(facts.cbSize.QuadPart));
    std::size_t done = 0;
    while (done < bytes.size()) {
        ULONG read = 0;
        const auto wanted = static_cast<ULONG>(std::min<std::size_t>(bytes.size() - done, 1u << 30));
        Require(stream->Read(bytes.data() + done, wanted, &read), "Read");
        if (read == 0) break;
        done += read;
    }
    return bytes;
}

// The tag of a value that GetProps left out as too large: its error entry has only the id.
ULONG StoredTag(IMAPIProp& object, MapiOwner<SPropTagArray>& list, ULONG id) {
    if (!list) {
        SPropTagArray* tags = nullptr;
        Require(object.GetPropList(MAPI_UNICODE, &tags), "GetPropList");
        list.reset(tags);
    }
    const std::span<const ULONG> tags(list->aulPropTag, list->cValues);
    const auto found = std::ranges::find(tags, id, [](ULONG tag) { return PROP_ID(tag); });
    return found == tags.end() ? PROP_TAG(PT_BINARY, id) : *found;
}

// Objects, which GetProps leaves out too, have none.
bool HasStream(ULONG tag) {
    const ULONG type = PROP_TYPE(tag);
    return type == PT_UNICODE || type == PT_STRING8 || type == PT_BINARY;
}

// Reads all properties, and calls `onValue(tag, binarySize)` for each.
template <typename OnValue>
void ReadProperties(IMAPIProp& object, OnValue onValue) {
    const Props props = GetProps(&object, nullptr, MAPI_UNICODE);
    Require(props.result, "GetProps");
    MapiOwner<SPropTagArray> list;
    for (ULONG i = 0; i < props.count; ++i) {
        const SPropValue& value = props[i];
        if (PROP_TYPE(value.ulPropTag) == PT_ERROR && value.Value.err == MAPI_E_NOT_ENOUGH_MEMORY) {
            const ULONG tag = StoredTag(object, list, PROP_ID(value.ulPropTag));
            onValue(tag, HasStream(tag) ? ReadStream(object, tag).size() : std::size_t{0});
        } else {
            const bool isBinary = PROP_TYPE(value.ulPropTag) == PT_BINARY;
            onValue(value.ulPropTag, isBinary ? value.Value.bin.cb : std::size_t{0});
        }
    }
}

void ReadRecipients(IMessage& message, Totals& totals) {
    ComPtr<IMAPITable> table;
    Require(message.GetRecipientTable(MAPI_UNICODE, table.Put()), "GetRecipientTable");
    SPropTagArray* tags = nullptr;
    Require(table->QueryColumns(TBL_ALL_COLUMNS, &tags), "QueryColumns");
    const MapiOwner<SPropTagArray> columns(tags);
    SRowSet* rows = nullptr;
    // A table without rows may be one without columns, and an empty set of columns is refused.
    Require(mapi.HrQueryAllRows(table.Get(), columns->cValues ? columns.get() : nullptr, nullptr, nullptr, 0,
                                &rows),
            "HrQueryAllRows");
    const RowsOwner owner(rows);
    totals.recipients += static_cast<int>(rows->cRows);
}

void ReadMessage(IMessage& message, Totals& totals);

void ReadAttachment(IMessage& message, ULONG number, Totals& totals) {
    ComPtr<IAttach> attachment;
    Require(message.OpenAttach(number, nullptr, 0, attachment.Put()), "OpenAttach");
    ++totals.attachments;
    bool hasMessage = false;
    ReadProperties(*attachment.Get(), [&](ULONG tag, std::size_t size) {
        if (tag == PR_ATTACH_DATA_BIN) totals.attachmentBytes += size;
        if (tag == PR_ATTACH_DATA_OBJ) hasMessage = true;
    });
    if (!hasMessage) return;
    ComPtr<IMessage> embedded;
    const HRESULT result = attachment->OpenProperty(PR_ATTACH_DATA_OBJ, &IID_IMessage, 0, 0,
                                                    reinterpret_cast<IUnknown**>(embedded.Put()));
    // Others are OLE objects.
    if (SUCCEEDED(result)) ReadMessage(*embedded, totals);
}

void ReadAttachments(IMessage& message, Totals& totals) {
    ComPtr<IMAPITable> table;
    Require(message.GetAttachmentTable(0, table.Put()), "GetAttachmentTable");
    Tags columns = {PR_ATTACH_NUM};
    SRowSet* rows = nullptr;
    Require(mapi.HrQueryAllRows(table.Get(), columns.Get(), nullptr, nullptr, 0, &rows), "HrQueryAllRows");
    const RowsOwner owner(rows);
    for (ULONG i = 0; i < rows->cRows; ++i) {
        ReadAttachment(message, static_cast<ULONG>(rows->aRow[i].lpProps[0].Value.l), totals);
    }
}

void ReadMessage(IMessage& message, Totals& totals) {
    ++totals.messages;
    ReadProperties(message, [](ULONG, std::size_t) {});
    ReadRecipients(message, totals);
    ReadAttachments(message, totals);
}

void ReadStorage(LPMSGSESS session, IStorage& storage, Totals& totals) {
    ComPtr<IMessage> message;
    Require(mapi.OpenIMsgOnIStg(session, mapi.MAPIAllocateBuffer, mapi.MAPIAllocateMore, mapi.MAPIFreeBuffer,
                                mapi.MAPIGetDefaultMalloc(), nullptr, &storage, nullptr, 0, 0, message.Put()),
            "OpenIMsgOnIStg");
    ReadMessage(*message, totals);
}

int Time(const std::vector<std::wstring>& arguments) {
    const bool fromBytes = arguments[0] == L"bytes";
    const std::vector<std::wstring> paths = mapi_msg::ReadPaths(arguments[1]);
    std::vector<std::shared_ptr<const Bytes>> contents;
    if (fromBytes) {
        for (const std::wstring& path : paths) {
            Bytes bytes;
            mapi_msg::ReadFileInto(path, bytes);
            contents.push_back(std::make_shared<const Bytes>(std::move(bytes)));
        }
    }

    LPMSGSESS session = nullptr;
    Require(mapi.OpenIMsgSession(mapi.MAPIGetDefaultMalloc(), 0, &session), "OpenIMsgSession");
    Totals totals;
    mapi_msg::TimeRounds(std::stoi(arguments[2]), [&] {
        totals = {};
        for (std::size_t i = 0; i < paths.size(); ++i) {
            ComPtr<IStorage> storage;
            Require(fromBytes ? mapi_msg::OpenNativeMemoryStorage(contents[i], false, storage.Put())
                              : mapi_msg::OpenNativeFileStorage(paths[i], {}, storage.Put()),
                    "opening the storage");
            ReadStorage(session, *storage, totals);
        }
    });
    mapi.CloseIMsgSession(session);
    std::printf("messages %d\nrecipients %d\nattachments %d\nbytes %llu\n", totals.messages,
                totals.recipients, totals.attachments,
                static_cast<unsigned long long>(totals.attachmentBytes));
    return 0;
}

}  // namespace

int TimeReading(const std::vector<std::wstring>& arguments) {
    if (arguments.size() != 3) return 2;
    try {
        return Time(arguments);
    } catch (const Failure& failure) {
        std::printf("%s failed: 0x%08lX\n", failure.call, static_cast<unsigned long>(failure.result));
    } catch (const mapi_msg::Unreadable& file) {
        std::printf("cannot read %ls\n", file.path.c_str());
    }
    return 1;
}

}  // namespace client

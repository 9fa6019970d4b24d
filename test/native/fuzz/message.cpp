// A whole message file through the embedded provider's own functions: read, searched, copied, changed, saved.
#include <algorithm>
#include <array>
#include <cstdint>
#include <memory>
#include <vector>

#include "abi/com_ptr.h"
#include "abi/mapi.h"
#include "fuzz/expect.h"
#include "provider/live_counts.h"
#include "provider/property_tags.h"
#include "storage/native_storage.h"

extern "C" {
SCODE STDAPICALLTYPE MAPIAllocateBuffer(ULONG size, void** buffer);
SCODE STDAPICALLTYPE MAPIAllocateMore(ULONG size, void* root, void** buffer);
ULONG STDAPICALLTYPE MAPIFreeBuffer(void* buffer);
SCODE STDAPICALLTYPE OpenIMsgOnIStg(LPMSGSESS session, ALLOCATEBUFFER* allocateBuffer,
                                    ALLOCATEMORE* allocateMore, FREEBUFFER* freeBuffer, IMalloc*,
                                    void* support, IStorage* storage, MSGCALLRELEASE* callRelease,
                                    ULONG callerData, ULONG flags, IMessage** message);
HRESULT STDAPICALLTYPE GetAttribIMsgOnIStg(void* object, SPropTagArray* tags, SPropAttrArray** attributes);
HRESULT STDAPICALLTYPE WrapCompressedRTFStream(IStream* compressed, ULONG flags, IStream** uncompressed);
}

namespace mapi_msg {
namespace {

using fuzz::Expect;

constexpr ULONG kRtfCompressed = PROP_TAG(PT_BINARY, 0x1009);
constexpr ULONG kAttachDataObject = PROP_TAG(PT_OBJECT, 0x3701);
constexpr ULONG kAttachNumber = PROP_TAG(PT_LONG, 0x0E21);
constexpr ULONG kSubject = PROP_TAG(PT_UNICODE, 0x0037);
// Deeper ones are refused.
constexpr unsigned kDeepest = 70;

struct Freer {
    void operator()(void* buffer) const {
        if (buffer) MAPIFreeBuffer(buffer);
    }
};
template <typename Type>
using Buffer = std::unique_ptr<Type, Freer>;

// Calls a method whose last parameter gets a buffer.
template <typename Type, typename Call>
Buffer<Type> Ask(const Call& call) {
    Type* answer = nullptr;
    const HRESULT result = call(&answer);
    Buffer<Type> owner(answer);
    if (FAILED(result)) Expect(!owner);
    return owner;
}

template <typename Interface, typename Call>
ComPtr<Interface> Open(const Call& call) {
    ComPtr<Interface> opened;
    Expect(SUCCEEDED(call(opened.Put())) == static_cast<bool>(opened));
    return opened;
}

void FreeRows(SRowSet* rows) {
    for (ULONG i = 0; i < rows->cRows; ++i) Freer()(rows->aRow[i].lpProps);
    Freer()(rows);
}

std::uint64_t ReadAll(IStream& stream) {
    std::array<std::uint8_t, 8192> bytes{};
    std::uint64_t total = 0;
    for (ULONG read = 1; read > 0; total += read) {
        if (FAILED(stream.Read(bytes.data(), static_cast<ULONG>(bytes.size()), &read))) break;
    }
    return total;
}

void ReadStorage(IStorage& storage, unsigned depth) {
    const auto enumerator =
        Open<IEnumSTATSTG>([&](auto** made) { return storage.EnumElements(0, nullptr, 0, made); });
    if (!enumerator || depth > kDeepest) return;
    for (;;) {
        STATSTG status{};
        ULONG count = 0;
        if (enumerator->Next(1, &status, &count) != S_OK) return;
        constexpr DWORD kMode = STGM_READ | STGM_SHARE_EXCLUSIVE;
        if (status.type == STGTY_STREAM) {
            const auto stream = Open<IStream>(
                [&](auto** made) { return storage.OpenStream(status.pwcsName, nullptr, kMode, 0, made); });
            if (stream) ReadAll(*stream);
        } else {
            const auto inner = Open<IStorage>([&](auto** made) {
                return storage.OpenStorage(status.pwcsName, nullptr, kMode, nullptr, 0, made);
            });
            if (inner) ReadStorage(*inner, depth + 1);
        }
        CoTaskMemFree(status.pwcsName);
    }
}

class Reader {
  public:
    explicit Reader(std::size_t size) : most_(64 * size + 65536) {}

    void ReadMessage(IMessage& message, unsigned depth) {
        Expect(depth <= kDeepest);
        ReadProps(message);
        ReadNames(message);
        if (const auto table = Open<IMAPITable>([&](auto** t) { return message.GetRecipientTable(0, t); })) {
            static_cast<void>(ReadTable(*table));
        }
        const auto table =
            Open<IMAPITable>([&](auto** t) { return message.GetAttachmentTable(MAPI_UNICODE, t); });
        if (!table) return;
        for (ULONG number : ReadTable(*table)) {
            const auto attachment =
                Open<IAttach>([&](auto** a) { return message.OpenAttach(number, nullptr, 0, a); });
            if (attachment) ReadAttachment(*attachment, depth);
        }
    }

  private:
    void ReadProps(IMAPIProp& object) {
        for (ULONG flags : {ULONG{0}, ULONG{MAPI_UNICODE}}) {
            auto tags = Ask<SPropTagArray>([&](auto** t) { return object.GetPropList(flags, t); });
            if (!tags) continue;
            ULONG count = 0;
            auto values =
                Ask<SPropValue>([&](auto** v) { return object.GetProps(tags.get(), flags, &count, v); });
            if (values) Expect(count == tags->cValues);
            for (ULONG i = 0; values && i < count; ++i) {
                const SPropValue& value = values.get()[i];
                if (PROP_TYPE(value.ulPropTag) == PT_ERROR && value.Value.err == MAPI_E_NOT_ENOUGH_MEMORY) {
                    ReadStream(object, tags->aulPropTag[i]);
                }
            }
            if (flags) {
                static_cast<void>(Ask<SPropAttrArray>(
                    [&](auto** a) { return GetAttribIMsgOnIStg(&object, tags.get(), a); }));
            }
        }
        ReadStream(object, kRtfCompressed);
    }

    void ReadStream(IMAPIProp& object, ULONG tag) {
        const auto stream =
            Open<IUnknown>([&](auto** made) { return object.OpenProperty(tag, &IID_IStream, 0, 0, made); });
        if (!stream) return;
        auto* bytes = static_cast<IStream*>(stream.Get());
        if (tag != kRtfCompressed) {
            Count(ReadAll(*bytes));
            return;
        }
        const auto rtf = Open<IStream>([&](auto** made) { return WrapCompressedRTFStream(bytes, 0, made); });
        if (rtf) Count(ReadAll(*rtf));
    }

    void ReadNames(IMessage& message) {
        SPropTagArray* all = nullptr;
        ULONG count = 0;
        const auto names =
            Ask<MAPINAMEID*>([&](auto** n) { return message.GetNamesFromIDs(&all, nullptr, 0, &count, n); });
        const Buffer<SPropTagArray> tags(all);
        if (!names || count == 0) return;
        const auto found =
            Ask<SPropTagArray>([&](auto** t) { return message.GetIDsFromNames(count, names.get(), 0, t); });
        if (found) Expect(found->cValues == count);
    }

    std::vector<ULONG> ReadTable(IMAPITable& table) {
        SSortOrderSet order{};
        order.cSorts = 1;
        order.aSort[0] = {PROP_TAG(PT_UNICODE, 0x3001), TABLE_SORT_ASCEND};
        static_cast<void>(table.SortTable(&order, 0));
        SRestriction exists{};
        exists.rt = RES_EXIST;
        exists.res.resExist.ulPropTag = kAttachNumber;
        static_cast<void>(table.FindRow(&exists, 0, 0));
        static_cast<void>(table.SeekRow(0, 0, nullptr));
        const auto columns =
            Ask<SPropTagArray>([&](auto** t) { return table.QueryColumns(TBL_ALL_COLUMNS, t); });
        if (columns) static_cast<void>(table.SetColumns(columns.get(), 0));
        std::vector<ULONG> numbers;
        for (;;) {
            SRowSet* rows = nullptr;
            if (FAILED(table.QueryRows(50, 0, &rows)) || !rows) return numbers;
            const bool isLast = rows->cRows == 0;
            for (ULONG i = 0; i < rows->cRows; ++i) {
                const SRow& row = rows->aRow[i];
                for (ULONG j = 0; j < row.cValues; ++j) {
                    if (row.lpProps[j].ulPropTag == kAttachNumber) {
                        numbers.push_back(static_cast<ULONG>(row.lpProps[j].Value.l));
                    }
                }
            }
            FreeRows(rows);
            if (isLast) return numbers;
        }
    }

    void ReadAttachment(IAttach& attachment, unsigned depth) {
        ReadProps(attachment);
        if (const auto inner = OpenObject(attachment, IID_IMessage)) {
            ReadMessage(static_cast<IMessage&>(*inner), depth + 1);
        }
        if (const auto inner = OpenObject(attachment, IID_IStorage)) {
            ReadStorage(static_cast<IStorage&>(*inner), 0);
        }
    }

    static ComPtr<IUnknown> OpenObject(IAttach& attachment, const GUID& iid) {
        return Open<IUnknown>(
            [&](auto** made) { return attachment.OpenProperty(kAttachDataObject, &iid, 0, 0, made); });
    }

    // What is read has a bound by the size of the file.
    void Count(std::uint64_t bytes) {
        total_ += bytes;
        Expect(total_ <= most_);
    }

    std::uint64_t most_;
    std::uint64_t total_ = 0;
};

ComPtr<IMessage> OpenMessage(IStorage* storage) {
    return Open<IMessage>([&](auto** made) {
        return OpenIMsgOnIStg(nullptr, MAPIAllocateBuffer, MAPIAllocateMore, MAPIFreeBuffer, nullptr, nullptr,
                              storage, nullptr, 0, MAPI_UNICODE, made);
    });
}

using Bytes = std::shared_ptr<const std::vector<std::uint8_t>>;

ComPtr<IMessage> OpenBytes(const Bytes& bytes, bool writable, ComPtr<IStorage>& storage) {
    storage = Open<IStorage>([&](auto** made) { return OpenNativeMemoryStorage(bytes, writable, made); });
    return storage ? OpenMessage(storage.Get()) : ComPtr<IMessage>();
}

void Read(const Bytes& bytes) {
    ComPtr<IStorage> storage;
    if (const auto message = OpenBytes(bytes, false, storage)) Reader(bytes->size()).ReadMessage(*message, 0);
}

void SetSubject(IMAPIProp& object) {
    wchar_t text[] = L"changed";
    SPropValue subject{};
    subject.ulPropTag = kSubject;
    subject.Value.lpszW = text;
    static_cast<void>(object.SetProps(1, &subject, nullptr));
}

void Write(const Bytes& bytes) {
    ComPtr<IStorage> storage;
    auto message = OpenBytes(bytes, true, storage);
    if (!message) return;
    SetSubject(*message);
    ULONG number = 0;
    if (const auto added =
            Open<IAttach>([&](auto** made) { return message->CreateAttach(nullptr, 0, &number, made); })) {
        SetSubject(*added);
        static_cast<void>(added->SaveChanges(KEEP_OPEN_READWRITE));
    }
    if (const auto first =
            Open<IAttach>([&](auto** made) { return message->OpenAttach(0, nullptr, MAPI_MODIFY, made); })) {
        SetSubject(*first);
        static_cast<void>(first->SaveChanges(0));
    }
    if (FAILED(message->SaveChanges(KEEP_OPEN_READWRITE))) return;
    Reader(2 * bytes->size() + 65536).ReadMessage(*message, 0);
    message.Reset();
    message = OpenMessage(storage.Get());
    // What could be saved can be opened.
    Expect(static_cast<bool>(message));
    Reader(2 * bytes->size() + 65536).ReadMessage(*message, 0);
}

void Copy(const Bytes& bytes) {
    ComPtr<IStorage> sourceStorage;
    const auto source = OpenBytes(bytes, false, sourceStorage);
    if (!source) return;
    const auto storage = Open<IStorage>([](auto** made) { return CreateNativeMemoryStorage(made); });
    const auto target = OpenMessage(storage.Get());
    Expect(static_cast<bool>(target));
    const auto problems = Ask<SPropProblemArray>([&](auto** p) {
        return source->CopyTo(0, nullptr, nullptr, 0, nullptr, &IID_IMessage, target.Get(), 0, p);
    });
    if (FAILED(target->SaveChanges(KEEP_OPEN_READWRITE))) return;
    Reader(4 * bytes->size() + 65536).ReadMessage(*target, 0);
}

}  // namespace
}  // namespace mapi_msg

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace mapi_msg;
    const auto bytes = std::make_shared<const std::vector<std::uint8_t>>(data, data + size);
    Read(bytes);
    Write(bytes);
    Copy(bytes);
    fuzz::Expect(liveObjects == 0 && liveAllocations == 0);
    return 0;
}

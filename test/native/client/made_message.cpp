#include "client/made_message.h"

#include <cstring>

namespace client {

const GUID kCommonPropertySet = {0x00062008, 0, 0, {0xC0, 0, 0, 0, 0, 0, 0, 0x46}};

namespace {

void Append(Bytes& bytes, const void* data, std::size_t size) {
    const auto* start = static_cast<const std::uint8_t*>(data);
    bytes.insert(bytes.end(), start, start + size);
}

template <typename Value>
Bytes InARow(std::initializer_list<Value> values) {
    Bytes bytes;
    for (const Value& value : values) Append(bytes, &value, sizeof(value));
    return bytes;
}

void WriteSingleValues(PropertyWriter& writer) {
    writer.Text(kStoredUnicode, L"Gr\u00FC\u00DFe \u65E5\u672C");
    writer.Text(kStoredString8, std::string("\x93\xFA\x96\x7B"));
    writer.Text(kLargeText, LargeText());
    writer.Missing(kMissingText);
    writer.Text(kTextWithNul, std::wstring(L"before\0after", 12));
    writer.Fixed(kTwice, 1);
    writer.Fixed(kTwice, 2);
    writer.Fixed(kNumber16, 0xFFFE);
    writer.Fixed(kNumber32, 0xFFFFFFFD);
    writer.Float(kFloat, 0.5f);
    writer.Double(kDouble, 0.25);
    writer.Fixed(kCurrency, static_cast<std::uint64_t>(-12345678901LL));
    writer.Double(kAppTime, 44927.5);
    writer.Fixed(kError, static_cast<std::uint32_t>(MAPI_E_NO_ACCESS));
    writer.Fixed(kBoolean, 0xABCD0001);
    writer.Fixed(kNumber64, static_cast<std::uint64_t>(-4));
    writer.Fixed(kTime, 0x01D8A5B6C7D8E9FA, 2);
    writer.Stream(kGuid, InARow({PS_PUBLIC_STRINGS}));
    writer.Stream(kBinary, {0, 1, 2});
    writer.Stream(kEmptyBinary, {});
    writer.Stream(kEmptyText, {});
}

void WriteMultipleValues(PropertyWriter& writer) {
    writer.Stream(kManyNumbers, InARow<std::int32_t>({10, -20, 30}));
    writer.Items(kManyTexts, {BytesOf(std::wstring(L"one\0", 4)), BytesOf(std::wstring(L"\0", 1)),
                              BytesOf(std::wstring(L"three\0", 6))});
    writer.Items(kManyString8, {BytesOf(std::string("eins\0", 5)), BytesOf(std::string("zwei\0", 5))});
    writer.Items(kManyBinaries, {{1, 2}, {}});
    writer.Stream(kManyGuids, InARow({PS_MAPI, PS_PUBLIC_STRINGS}));
    writer.Stream(kManyTimes, InARow<std::uint64_t>({1, 2}));
    writer.Stream(kManyShorts, InARow<std::int16_t>({7, 8}));
}

void WriteNames(IStorage& root) {
    ComPtr<IStorage> names;
    if (FAILED(root.CreateStorage(L"__nameid_version1.0", STGM_CREATE | STGM_READWRITE | STGM_SHARE_EXCLUSIVE,
                                  0, 0, names.Put()))) {
        return;
    }
    WriteStream(*names, L"__substg1.0_00020102", InARow({kCommonPropertySet}));
    // A numeric name of the first GUID in the stream (index 3), a string name of PS_PUBLIC_STRINGS (index 2).
    WriteStream(*names, L"__substg1.0_00030102",
                InARow<std::uint16_t>({0x8501, 0, 3 << 1, 0, 0, 0, 2 << 1 | 1, 1}));
    Bytes text = InARow<std::uint32_t>({10});
    const Bytes name = BytesOf(std::wstring(L"Color"));
    text.insert(text.end(), name.begin(), name.end());
    WriteStream(*names, L"__substg1.0_00040102", text);
}

struct RecipientSpec {
    const wchar_t* name;
    const wchar_t* address;
    ULONG type;
};

constexpr RecipientSpec kRecipients[kRecipientCount] = {
    {L"Dora", L"dora@mail.example", MAPI_TO},  {L"anna", L"anna@mail.example", MAPI_CC},
    {L"Bert", L"bert@mail.example", MAPI_TO},  {L"Chl\u00F6e", L"chloee@mail.example", MAPI_BCC},
    {L"Bert", L"bert@other.example", MAPI_CC},
};

void WriteRecipients(IStorage& root) {
    for (ULONG i = 0; i < kRecipientCount; ++i) {
        PropertyWriter writer(CreateNumbered(root, L"__recip_version1.0_#", i).Get(), 8);
        writer.Fixed(PR_ROWID, i);
        writer.Fixed(PR_RECIPIENT_TYPE, kRecipients[i].type);
        writer.Text(PR_DISPLAY_NAME_W, kRecipients[i].name);
        writer.Text(PR_EMAIL_ADDRESS_W, kRecipients[i].address);
        writer.Text(PR_ADDRTYPE_W, L"SMTP");
        if (i == 1) writer.Items(kManyTexts, {BytesOf(std::wstring(L"x")), BytesOf(std::wstring(L"y"))});
        writer.Finish();
    }
}

void WriteEmbeddedMessage(IStorage* storage) {
    PropertyWriter writer(storage, 24);
    writer.Text(PR_SUBJECT_W, L"embedded");
    writer.Text(kNamedText, L"blue");
    PropertyWriter recipient(CreateNumbered(*storage, L"__recip_version1.0_#", 0).Get(), 8);
    recipient.Text(PR_DISPLAY_NAME_W, L"Emil");
    recipient.Finish();
    writer.Finish();
}

void WriteAttachments(IStorage& root) {
    PropertyWriter file(CreateNumbered(root, L"__attach_version1.0_#", kFileAttachment).Get(), 8);
    file.Fixed(PR_ATTACH_METHOD, ATTACH_BY_VALUE, 7);
    file.Fixed(PR_RENDERING_POSITION, 7);
    file.Text(PR_ATTACH_LONG_FILENAME_W, L"numbers.bin");
    Bytes contents(70000);
    for (std::size_t i = 0; i < contents.size(); ++i)
        contents[i] = static_cast<std::uint8_t>(i * 7 + (i >> 8));
    file.Stream(PR_ATTACH_DATA_BIN, contents);
    file.Finish();

    PropertyWriter message(CreateNumbered(root, L"__attach_version1.0_#", kMessageAttachment).Get(), 8);
    message.Fixed(PR_ATTACH_METHOD, ATTACH_EMBEDDED_MSG, 7);
    message.Fixed(PR_RENDERING_POSITION, 0xFFFFFFFF);
    message.Text(PR_DISPLAY_NAME_W, L"embedded");
    WriteEmbeddedMessage(message.Object(PR_ATTACH_DATA_OBJ).Get());
    message.Finish();

    PropertyWriter ole(CreateNumbered(root, L"__attach_version1.0_#", kOleAttachment).Get(), 8);
    ole.Fixed(PR_ATTACH_METHOD, ATTACH_OLE, 7);
    ole.Fixed(PR_RENDERING_POSITION, 0xFFFFFFFF);
    const ComPtr<IStorage> object = ole.Object(PR_ATTACH_DATA_OBJ);
    WriteStream(*object, L"CONTENTS", {1, 2, 3, 4});
    ComPtr<IStorage> inner;
    if (SUCCEEDED(object->CreateStorage(L"inner", STGM_CREATE | STGM_READWRITE | STGM_SHARE_EXCLUSIVE, 0, 0,
                                        inner.Put()))) {
        WriteStream(*inner, L"deep", {9});
    }
    ole.Finish();
}

void WriteLevel(IStorage* storage, unsigned below, std::size_t headerSize) {
    PropertyWriter writer(storage, headerSize);
    writer.Fixed(kNumber32, below);
    if (below > 0) {
        PropertyWriter attachment(CreateNumbered(*storage, L"__attach_version1.0_#", 0).Get(), 8);
        attachment.Fixed(PR_ATTACH_METHOD, ATTACH_EMBEDDED_MSG);
        WriteLevel(attachment.Object(PR_ATTACH_DATA_OBJ).Get(), below - 1, 24);
        attachment.Finish();
    }
    writer.Finish();
}

}  // namespace

std::wstring LargeText() {
    std::wstring text(kLargeTextLength, L'\0');
    for (std::size_t i = 0; i < text.size(); ++i) text[i] = static_cast<wchar_t>(L'A' + i % 1000);
    return text;
}

ComPtr<IStorage> MakeMessageStorage() {
    ComPtr<IStorage> root = CreateMemoryStorage();
    PropertyWriter writer(root.Get(), 32);
    writer.Fixed(PR_STORE_SUPPORT_MASK, 0x00040E79, 2);
    writer.Fixed(PROP_TAG(PT_LONG, 0x3FFD), 932);  // PR_MESSAGE_CODEPAGE
    writer.Text(PR_SUBJECT_W, L"RE: made here");
    WriteSingleValues(writer);
    WriteMultipleValues(writer);
    writer.Fixed(kNamedNumber, 15);
    writer.Text(kNamedText, L"red");
    WriteNames(*root);
    WriteRecipients(*root);
    WriteAttachments(*root);
    writer.Finish();
    WriteStream(*root, L"the client's own", {1});
    return root;
}

ComPtr<IStorage> MakeNestedMessages(unsigned depth) {
    ComPtr<IStorage> root = CreateMemoryStorage();
    WriteLevel(root.Get(), depth, 32);
    return root;
}

}  // namespace client

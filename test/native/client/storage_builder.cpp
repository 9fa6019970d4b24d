#include "client/storage_builder.h"

#include <cstdio>
#include <cstdlib>
#include <cstring>

namespace client {

namespace {

constexpr DWORD kCreateMode = STGM_CREATE | STGM_READWRITE | STGM_SHARE_EXCLUSIVE;

// Nothing can be tested without the storage.
void Require(HRESULT result, const char* what) {
    if (SUCCEEDED(result)) return;
    std::printf("Bail out! %s: 0x%08lX\n", what, static_cast<unsigned long>(result));
    std::exit(2);
}

std::wstring Hex(ULONG number) {
    wchar_t text[16];
    std::swprintf(text, std::size(text), L"%08lX", number);
    return text;
}

void AppendNumber(Bytes& bytes, std::uint64_t number, std::size_t size) {
    for (std::size_t i = 0; i < size; ++i) bytes.push_back(static_cast<std::uint8_t>(number >> 8 * i));
}

}  // namespace

ComPtr<IStorage> CreateMemoryStorage() {
    ComPtr<ILockBytes> memory;
    Require(CreateILockBytesOnHGlobal(nullptr, TRUE, memory.Put()), "CreateILockBytesOnHGlobal");
    ComPtr<IStorage> storage;
    Require(StgCreateDocfileOnILockBytes(memory.Get(), kCreateMode, 0, storage.Put()),
            "StgCreateDocfileOnILockBytes");
    return storage;
}

void WriteStream(IStorage& storage, const std::wstring& name, const Bytes& contents) {
    ComPtr<IStream> stream;
    Require(storage.CreateStream(name.c_str(), kCreateMode, 0, 0, stream.Put()), "CreateStream");
    if (contents.empty()) return;
    Require(stream->Write(contents.data(), static_cast<ULONG>(contents.size()), nullptr), "Write");
}

Bytes BytesOf(const std::string& text) { return Bytes(text.begin(), text.end()); }

Bytes BytesOf(const std::wstring& text) {
    Bytes bytes;
    for (wchar_t unit : text) AppendNumber(bytes, unit, 2);
    return bytes;
}

void PropertyWriter::Entry(ULONG tag, ULONG flags, std::uint64_t value) {
    AppendNumber(entries_, tag, 4);
    AppendNumber(entries_, flags, 4);
    AppendNumber(entries_, value, 8);
}

void PropertyWriter::Fixed(ULONG tag, std::uint64_t value, ULONG flags) { Entry(tag, flags, value); }

void PropertyWriter::Double(ULONG tag, double value) {
    std::uint64_t bits;
    std::memcpy(&bits, &value, sizeof(bits));
    Entry(tag, 6, bits);
}

void PropertyWriter::Float(ULONG tag, float value) {
    std::uint32_t bits;
    std::memcpy(&bits, &value, sizeof(bits));
    Entry(tag, 6, bits);
}

void PropertyWriter::Stream(ULONG tag, const Bytes& contents) {
    std::size_t size = contents.size();
    if (PROP_TYPE(tag) == PT_UNICODE) size += 2;
    if (PROP_TYPE(tag) == PT_STRING8) size += 1;
    Entry(tag, 6, size);
    WriteStream(*storage_, L"__substg1.0_" + Hex(tag), contents);
}

void PropertyWriter::Items(ULONG tag, const std::vector<Bytes>& items) {
    Bytes lengths;
    ULONG index = 0;
    for (const Bytes& item : items) {
        AppendNumber(lengths, item.size(), PROP_TYPE(tag) == PT_MV_BINARY ? 8 : 4);
        WriteStream(*storage_, L"__substg1.0_" + Hex(tag) + L"-" + Hex(index++), item);
    }
    Stream(tag, lengths);
}

ComPtr<IStorage> PropertyWriter::Object(ULONG tag) {
    Entry(tag, 6, 0x1FFFFFFFF);
    ComPtr<IStorage> storage;
    Require(storage_->CreateStorage((L"__substg1.0_" + Hex(tag)).c_str(), kCreateMode, 0, 0, storage.Put()),
            "CreateStorage");
    return storage;
}

void PropertyWriter::Finish() {
    Bytes stream(headerSize_);
    stream.insert(stream.end(), entries_.begin(), entries_.end());
    WriteStream(*storage_, L"__properties_version1.0", stream);
}

ComPtr<IStorage> CreateNumbered(IStorage& parent, const wchar_t* prefix, ULONG number) {
    ComPtr<IStorage> storage;
    Require(parent.CreateStorage((prefix + Hex(number)).c_str(), kCreateMode, 0, 0, storage.Put()),
            "CreateStorage");
    return storage;
}

}  // namespace client

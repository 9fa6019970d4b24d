// Writes storages as [MS-OXMSG] describes them, with OLE's own functions.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "client/owners.h"

namespace client {

using Bytes = std::vector<std::uint8_t>;

// A compound file in memory.
ComPtr<IStorage> CreateMemoryStorage();

void WriteStream(IStorage& storage, const std::wstring& name, const Bytes& contents);
Bytes BytesOf(const std::string& text);
Bytes BytesOf(const std::wstring& text);

// The properties of one storage. Finish writes the property stream.
class PropertyWriter {
  public:
    // Bytes of the property stream's header: 32 of a message, 24 of an embedded one, 8 of others.
    PropertyWriter(IStorage* storage, std::size_t headerSize) : storage_(storage), headerSize_(headerSize) {}

    IStorage& Storage() { return *storage_; }

    void Fixed(ULONG tag, std::uint64_t value, ULONG flags = 6);
    void Double(ULONG tag, double value);
    void Float(ULONG tag, float value);
    void Stream(ULONG tag, const Bytes& contents);
    void Text(ULONG tag, const std::wstring& text) { Stream(tag, BytesOf(text)); }
    void Text(ULONG tag, const std::string& text) { Stream(tag, BytesOf(text)); }
    // Multi-valued strings and binaries.
    void Items(ULONG tag, const std::vector<Bytes>& items);
    // An entry without the stream that it promises.
    void Missing(ULONG tag) { Entry(tag, 6, 0); }
    ComPtr<IStorage> Object(ULONG tag);

    void Finish();

  private:
    void Entry(ULONG tag, ULONG flags, std::uint64_t value);

    ComPtr<IStorage> storage_;
    std::size_t headerSize_;
    Bytes entries_;
};

// A storage in another, named with a number or a tag.
ComPtr<IStorage> CreateNumbered(IStorage& parent, const wchar_t* prefix, ULONG number);

}  // namespace client

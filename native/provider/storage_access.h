// Opening, listing and reading what is in a storage.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "abi/com_ptr.h"
#include "abi/mapi.h"
#include "provider/format/bytes.h"
#include "provider/format/names.h"
#include "provider/storage_reader.h"

namespace mapi_msg {

// For functions of Windows; char16_t and Windows' wchar_t are the same 16 bits.
inline const wchar_t* ToWide(const char16_t* text) { return reinterpret_cast<const wchar_t*>(text); }

// A copy for the client to free with CoTaskMemFree.
wchar_t* ToTaskString(std::u16string_view text);

// The elements that belong to the format; the client's own are left out.
std::vector<StorageElement> ListElements(IStorage& storage);

// STGM_READ or STGM_READWRITE, as the storage itself was opened.
// Throws MAPI_E_NO_ACCESS for a storage that can only be written.
DWORD AccessOf(IStorage& storage);

// Null if there is none of that name. Children are always opened exclusively: OLE knows no other way.
ComPtr<IStorage> OpenChildStorage(IStorage& parent, const std::u16string& name, DWORD access);
ComPtr<IStream> OpenChildStream(IStorage& parent, const std::u16string& name, DWORD access);

std::uint64_t SizeOf(IStream& stream);

// The whole stream, from its beginning. Nothing if it is longer than the limit.
std::optional<format::ByteVector> ReadAll(IStream& stream, std::uint64_t limit = UINT64_MAX);

// Class, state bits and all elements, into a storage without any. IStorage::CopyTo of Wine's OLE ends the
// process where an element cannot be created in the target.
void CopyStorage(IStorage& source, IStorage& target);

// A storage of its own in memory, with what another holds if one is given.
ComPtr<IStorage> MakeTemporaryStorage(IStorage* contents);

// The storage as a compound file of its own.
format::ByteVector ToDocfile(IStorage& storage);

}  // namespace mapi_msg

// What IStorage, IStream and IEnumSTATSTG tell of a storage or stream.
#pragma once

#include <objidl.h>
#include <windows.h>

#include <cstring>
#include <string_view>

#include "storage/compound_file/node.h"

namespace mapi_msg {

static_assert(sizeof(wchar_t) == sizeof(char16_t));

inline std::u16string_view FromWide(const wchar_t* text) { return reinterpret_cast<const char16_t*>(text); }

inline const wchar_t* ToWide(const char16_t* text) { return reinterpret_cast<const wchar_t*>(text); }

inline FILETIME ToFileTime(std::uint64_t time) {
    return {static_cast<DWORD>(time), static_cast<DWORD>(time >> 32)};
}

inline std::uint64_t FromFileTime(const FILETIME& time) {
    return std::uint64_t{time.dwHighDateTime} << 32 | time.dwLowDateTime;
}

// Null where there is no memory. The receiver frees it.
inline wchar_t* CopyName(std::u16string_view name) {
    auto* copy = static_cast<wchar_t*>(::CoTaskMemAlloc((name.size() + 1) * sizeof(wchar_t)));
    if (!copy) return nullptr;
    if (!name.empty()) std::memcpy(copy, name.data(), name.size() * sizeof(wchar_t));
    copy[name.size()] = L'\0';
    return copy;
}

// Without the name.
inline STATSTG StatusOf(const compound_file::Node& node) {
    const compound_file::Attributes& attributes = node.GetAttributes();
    STATSTG status = {};
    if (node.Type() == compound_file::NodeType::Stream) {
        status.type = STGTY_STREAM;
        status.cbSize.QuadPart = node.Size();
        return status;
    }
    status.type = STGTY_STORAGE;
    std::memcpy(&status.clsid, attributes.classId.data(), sizeof status.clsid);
    status.grfStateBits = attributes.stateBits;
    status.ctime = ToFileTime(attributes.creationTime);
    status.mtime = ToFileTime(attributes.modificationTime);
    return status;
}

}  // namespace mapi_msg

// Reads strings from the registry, in the view of this process (32-bit processes see their own).
#pragma once

#include <windows.h>

#include <optional>
#include <string>
#include <vector>

namespace mapi_msg {

// A REG_SZ or REG_EXPAND_SZ (expanded) value; an empty name is the key's default value. Empty strings count
// as absent.
std::optional<std::wstring> ReadRegistryString(HKEY root, const std::wstring& key, const std::wstring& name);

// The strings of a REG_MULTI_SZ value; none if it is absent.
std::vector<std::wstring> ReadRegistryStrings(HKEY root, const std::wstring& key, const std::wstring& name);

}  // namespace mapi_msg

#include "mapi/registry.h"

#include "mapi/windows_handle.h"

namespace mapi_msg {
namespace {

std::optional<std::wstring> ReadValue(HKEY root, const std::wstring& key, const std::wstring& name,
                                      DWORD kinds) {
    HKEY opened = nullptr;
    if (::RegOpenKeyExW(root, key.c_str(), 0, KEY_QUERY_VALUE, &opened) != ERROR_SUCCESS) return std::nullopt;
    const UniqueKey owner(opened);
    std::wstring value;
    // The value may grow between asking for its size and reading it.
    for (int attempt = 0; attempt < 4; attempt++) {
        DWORD size = 0;
        LSTATUS status = ::RegGetValueW(opened, nullptr, name.c_str(), kinds, nullptr, nullptr, &size);
        if (status != ERROR_SUCCESS) return std::nullopt;
        value.resize(size / sizeof(wchar_t) + 1);
        size = static_cast<DWORD>(value.size() * sizeof(wchar_t));
        status = ::RegGetValueW(opened, nullptr, name.c_str(), kinds, nullptr, value.data(), &size);
        if (status == ERROR_SUCCESS) {
            value.resize(size / sizeof(wchar_t));
            return value;
        }
        if (status != ERROR_MORE_DATA) return std::nullopt;
    }
    return std::nullopt;
}

}  // namespace

std::optional<std::wstring> ReadRegistryString(HKEY root, const std::wstring& key, const std::wstring& name) {
    // REG_EXPAND_SZ values come expanded, as REG_SZ.
    auto value = ReadValue(root, key, name, RRF_RT_REG_SZ);
    if (!value) return std::nullopt;
    value->resize(std::wcslen(value->c_str()));
    if (value->empty()) return std::nullopt;
    return value;
}

std::vector<std::wstring> ReadRegistryStrings(HKEY root, const std::wstring& key, const std::wstring& name) {
    std::vector<std::wstring> strings;
    const auto value = ReadValue(root, key, name, RRF_RT_REG_MULTI_SZ);
    if (!value) return strings;
    std::size_t start = 0;
    while (start < value->size() && (*value)[start] != L'\0') {
        std::size_t end = value->find(L'\0', start);
        if (end == std::wstring::npos) end = value->size();
        strings.push_back(value->substr(start, end - start));
        start = end + 1;
    }
    return strings;
}

}  // namespace mapi_msg

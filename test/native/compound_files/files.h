// Whole files, and text.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace mapi_msg {

std::wstring FromUtf8(const std::string& text);
std::string ToUtf8(const std::wstring& text);

// Empty if there is no such file.
std::vector<std::uint8_t> ReadBytes(const std::wstring& path);

}  // namespace mapi_msg

// Facts about DLL files and their paths.
#pragma once

#include <windows.h>

#include <string>

namespace mapi_msg {

// "16.0.17328.20162", or empty if the file has no version resource.
std::wstring FileVersion(const std::wstring& path);

// The full path of a loaded module; empty if Windows does not tell.
std::wstring ModulePath(HMODULE module);

// Loads a DLL by its absolute path; null, with an error of Windows, if that fails. What it needs is looked
// for in its own folder and in Windows', then in those of PATH: never in the current folder, where anybody's
// files may lie.
HMODULE LoadDll(const std::wstring& path);

// C:\x, \\server\share and \\?\ paths; a drive-relative path such as C:x or \x is not absolute.
bool IsAbsolutePath(const std::wstring& path);

}  // namespace mapi_msg

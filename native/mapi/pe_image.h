// Reads a DLL's headers without loading it: no code of it runs.
// https://learn.microsoft.com/windows/win32/debug/pe-format
#pragma once

#include <cstdint>
#include <set>
#include <string>

namespace mapi_msg {

struct PeImage {
    std::uint16_t machine = 0;
    bool isDll = false;
    // Wine marks its own stand-ins for Windows' DLLs in their DOS stub.
    bool isWineBuiltin = false;
    std::set<std::string> exports;
};

// Throws a MapiFailure whose detail says why `path` can't be read as a DLL.
PeImage ReadPeImage(const std::wstring& path);

// Whether a DLL for `machine` can be loaded into this process.
bool MachineFitsProcess(std::uint16_t machine);

// "x64", "ia32", "arm64", or the number in hexadecimal.
std::wstring MachineName(std::uint16_t machine);
std::wstring ProcessMachineName();

}  // namespace mapi_msg

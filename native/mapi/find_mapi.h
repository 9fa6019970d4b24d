// Finds the MAPI DLLs of this machine without loading one.
#pragma once

#include <string>
#include <vector>

namespace mapi_msg {

struct MapiCandidate {
    std::wstring path;
    // Where the path came from, such as "DLLPathEx of Microsoft Outlook".
    std::wstring source;
    // The DLL's architecture ("x64"), empty if it could not be read.
    std::wstring architecture;
    // The file version of the DLL, empty if it has none.
    std::wstring version;
    // Why it can't be used, as a sentence; empty if it can.
    std::wstring refused;

    bool IsUsable() const { return refused.empty(); }
};

// In the order in which they are tried: what is loaded in the process already, then what is registered,
// then Windows' own stub. Empty if nothing of MAPI is on this machine.
// https://learn.microsoft.com/office/client-developer/outlook/mapi/how-to-choose-a-specific-version-of-mapi-to-load
std::vector<MapiCandidate> FindMapi();

// The same checks for one path: it exists, is a DLL, of this process's architecture, with the exports needed.
MapiCandidate ExamineDll(const std::wstring& path, const std::wstring& source);

}  // namespace mapi_msg

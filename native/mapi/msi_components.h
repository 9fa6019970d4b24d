// Asks Windows Installer where Outlook's components lie; never installs or repairs anything.
#pragma once

#include <string>
#include <vector>

namespace mapi_msg {

struct MsiComponentPath {
    std::wstring path;
    std::wstring source;
};

// olmapi32.dll beside each outlook.exe that Windows Installer knows of, newest Outlook first.
std::vector<MsiComponentPath> FindInstalledOutlooks();

// The DLL of a mail client that registers an MSIComponentID, as FGetComponentPath would resolve it.
// https://learn.microsoft.com/office/client-developer/outlook/mapi/fgetcomponentpath
std::vector<MsiComponentPath> FindMsiComponent(const std::wstring& clientKey, const std::wstring& component);

}  // namespace mapi_msg

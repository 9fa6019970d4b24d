#include "mapi/msi_components.h"

#include <windows.h>

#include <optional>

#include "mapi/provider.h"
#include "mapi/registry.h"
#include "mapi/windows_handle.h"

namespace mapi_msg {
namespace {

// From msi.h, which not every toolchain has.
constexpr DWORD kInstallModeExisting = static_cast<DWORD>(-3);
constexpr int kInstallStateLocal = 3;
constexpr int kInstallStateSource = 4;
typedef UINT(WINAPI MsiProvideQualifiedComponentFunction)(LPCWSTR category, LPCWSTR qualifier, DWORD mode,
                                                          LPWSTR path, LPDWORD length);
typedef int(WINAPI MsiLocateComponentFunction)(LPCWSTR component, LPWSTR path, LPDWORD length);

class WindowsInstaller {
  public:
    WindowsInstaller() {
        const QuietErrors quiet;
        const HMODULE module = ::LoadLibraryExW(L"msi.dll", nullptr, LOAD_LIBRARY_SEARCH_SYSTEM32);
        if (!module) return;
        provide_ =
            FindFunction<MsiProvideQualifiedComponentFunction>(module, "MsiProvideQualifiedComponentW");
        locate_ = FindFunction<MsiLocateComponentFunction>(module, "MsiLocateComponentW");
    }

    std::optional<std::wstring> Provide(const std::wstring& category, const std::wstring& qualifier) const {
        if (!provide_) return std::nullopt;
        return Read([&](wchar_t* path, DWORD* length) {
            return provide_(category.c_str(), qualifier.c_str(), kInstallModeExisting, path, length);
        });
    }

    std::optional<std::wstring> Locate(const std::wstring& component) const {
        if (!locate_) return std::nullopt;
        return Read([&](wchar_t* path, DWORD* length) -> UINT {
            const int state = locate_(component.c_str(), path, length);
            if (state == kInstallStateLocal || state == kInstallStateSource) return ERROR_SUCCESS;
            // Its "more data" is a state, not an error number.
            constexpr int kInstallStateMoreData = -3;
            return state == kInstallStateMoreData ? ERROR_MORE_DATA : ERROR_NOT_FOUND;
        });
    }

  private:
    template <typename Call>
    static std::optional<std::wstring> Read(Call call) {
        std::wstring path(512, L'\0');
        for (int attempt = 0; attempt < 3; attempt++) {
            DWORD length = static_cast<DWORD>(path.size());
            const UINT status = call(path.data(), &length);
            if (status == ERROR_SUCCESS && length > 0 && length < path.size()) {
                path.resize(length);
                return path;
            }
            if (status != ERROR_MORE_DATA) return std::nullopt;
            path.assign(std::size_t{length} + 2, L'\0');
        }
        return std::nullopt;
    }

    // msi.dll stays loaded: Windows Installer keeps state of its own in the process.
    MsiProvideQualifiedComponentFunction* provide_ = nullptr;
    MsiLocateComponentFunction* locate_ = nullptr;
};

// The locales under which the client may have registered its component, most specific first.
std::vector<std::wstring> LocaleQualifiers(const std::wstring& clientKey) {
    std::vector<std::wstring> locales;
    for (const wchar_t* name : {L"MSIApplicationLCID", L"MSIOfficeLCID"}) {
        const auto lines = ReadRegistryStrings(HKEY_LOCAL_MACHINE, clientKey, name);
        // The documentation puts the key under HKLM in one place and under HKCU in another.
        for (const HKEY root : {HKEY_LOCAL_MACHINE, HKEY_CURRENT_USER}) {
            for (std::size_t i = 1; i < lines.size(); i++) {
                DWORD locale = 0;
                DWORD size = sizeof locale;
                if (::RegGetValueW(root, (L"Software\\" + lines[0]).c_str(), lines[i].c_str(),
                                   RRF_RT_REG_DWORD, nullptr, &locale, &size) == ERROR_SUCCESS) {
                    locales.push_back(std::to_wstring(locale));
                }
            }
        }
    }
    constexpr LANGID kEnglish = 1033;
    for (const LANGID language : {::GetUserDefaultUILanguage(), ::GetSystemDefaultUILanguage(), kEnglish}) {
        locales.push_back(std::to_wstring(language));
    }
    std::vector<std::wstring> qualifiers;
    for (const auto& locale : locales) {
        qualifiers.push_back(locale + L"\\NT");
        qualifiers.push_back(locale);
    }
    return qualifiers;
}

}  // namespace

std::vector<MsiComponentPath> FindInstalledOutlooks() {
    struct Outlook {
        const wchar_t* name;
        const wchar_t* category;
    };
    constexpr Outlook kOutlooks[] = {
        {L"Outlook 2016 or later", L"{5812C571-53F0-4467-BEFA-0A4F47A9437C}"},
        {L"Outlook 2013", L"{E83B4360-C208-4325-9504-0D23003A74A5}"},
        {L"Outlook 2010", L"{1E77DE88-BCAB-4C37-B9E5-073AF52DFD7A}"},
        {L"Outlook 2007", L"{24AAE126-0911-478F-A019-07B875EB9996}"},
        {L"Outlook 2003", L"{BC174BAD-2F53-4855-A1D5-0D575C19B1EA}"},
    };
    const WindowsInstaller installer;
    std::vector<MsiComponentPath> found;
    for (const auto& outlook : kOutlooks) {
        for (const wchar_t* qualifier : {L"outlook.x64.exe", L"outlook.exe"}) {
            const auto program = installer.Provide(outlook.category, qualifier);
            if (!program) continue;
            const std::size_t slash = program->find_last_of(L'\\');
            if (slash == std::wstring::npos) continue;
            found.push_back({program->substr(0, slash + 1) + L"olmapi32.dll",
                             std::wstring(outlook.name) + L", as installed by Windows Installer"});
        }
    }
    return found;
}

std::vector<MsiComponentPath> FindMsiComponent(const std::wstring& clientKey, const std::wstring& component) {
    const WindowsInstaller installer;
    const std::wstring source = L"MSIComponentID of " + clientKey.substr(clientKey.find_last_of(L'\\') + 1);
    for (const auto& qualifier : LocaleQualifiers(clientKey)) {
        if (const auto path = installer.Provide(component, qualifier)) return {{*path, source}};
    }
    if (const auto path = installer.Locate(component)) return {{*path, source}};
    return {};
}

}  // namespace mapi_msg

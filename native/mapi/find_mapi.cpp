#include "mapi/find_mapi.h"

#include <windows.h>

#include <algorithm>
#include <optional>

#include "mapi/failure.h"
#include "mapi/module_files.h"
#include "mapi/msi_components.h"
#include "mapi/pe_image.h"
#include "mapi/provider.h"
#include "mapi/registry.h"

namespace mapi_msg {
namespace {

constexpr wchar_t kMailClients[] = L"Software\\Clients\\Mail";

struct Client {
    std::wstring name;
    std::wstring key;
    bool isDefault = false;
};

bool EndsWithoutCase(const std::wstring& text, const std::wstring& end) {
    if (text.size() < end.size()) return false;
    return ::CompareStringOrdinal(text.data() + text.size() - end.size(), static_cast<int>(end.size()),
                                  end.data(), static_cast<int>(end.size()), TRUE) == CSTR_EQUAL;
}

bool EqualWithoutCase(const std::wstring& a, const std::wstring& b) {
    return a.size() == b.size() && EndsWithoutCase(a, b);
}

// The default mail client, the user's before the machine's, then Outlook if that is another.
std::vector<Client> MailClients() {
    std::vector<Client> clients;
    const auto add = [&](const std::wstring& name, bool isDefault) {
        const bool known = std::any_of(clients.begin(), clients.end(), [&](const Client& client) {
            return EqualWithoutCase(client.name, name);
        });
        if (!known) clients.push_back({name, std::wstring(kMailClients) + L"\\" + name, isDefault});
    };
    for (const HKEY root : {HKEY_CURRENT_USER, HKEY_LOCAL_MACHINE}) {
        if (const auto name = ReadRegistryString(root, kMailClients, L"")) {
            add(*name, true);
            break;
        }
    }
    add(L"Microsoft Outlook", false);
    return clients;
}

std::optional<std::wstring> ClientValue(const Client& client, const wchar_t* name) {
    return ReadRegistryString(HKEY_LOCAL_MACHINE, client.key, name);
}

class CandidateList {
  public:
    void Add(const std::wstring& path, const std::wstring& source) {
        const bool known = std::any_of(
            candidates_.begin(), candidates_.end(),
            [&](const MapiCandidate& candidate) { return EqualWithoutCase(candidate.path, path); });
        if (!known) candidates_.push_back(ExamineDll(path, source));
    }
    void Add(MapiCandidate candidate) { candidates_.push_back(std::move(candidate)); }
    // olmapi32.dll is MAPI itself; other names may be older implementations or Simple MAPI only.
    void PutOutlooksOwnFirst() {
        std::stable_partition(candidates_.begin(), candidates_.end(), [](const MapiCandidate& candidate) {
            return EndsWithoutCase(candidate.path, L"\\olmapi32.dll");
        });
    }
    std::vector<MapiCandidate> Take() { return std::move(candidates_); }

  private:
    std::vector<MapiCandidate> candidates_;
};

void AddLoaded(CandidateList& list) {
    for (const wchar_t* name : {L"olmapi32.dll", L"msmapi32.dll"}) {
        HMODULE module = nullptr;
        if (!::GetModuleHandleExW(GET_MODULE_HANDLE_EX_FLAG_UNCHANGED_REFCOUNT, name, &module)) continue;
        const std::wstring path = ModulePath(module);
        if (!path.empty()) list.Add(path, L"already loaded in this process");
    }
}

void AddRegistered(CandidateList& list, const std::vector<Client>& clients) {
    for (const auto& client : clients) {
        if (const auto path = ClientValue(client, L"DLLPathEx"))
            list.Add(*path, L"DLLPathEx of " + client.name);
    }
    for (const auto& outlook : FindInstalledOutlooks()) list.Add(outlook.path, outlook.source);
    for (const auto& client : clients) {
        if (const auto path = ClientValue(client, L"DLLPath")) list.Add(*path, L"DLLPath of " + client.name);
    }
    for (const auto& client : clients) {
        const auto component = ClientValue(client, L"MSIComponentID");
        if (!component) continue;
        for (const auto& found : FindMsiComponent(client.key, *component)) list.Add(found.path, found.source);
    }
}

// Windows' stub shows a modal dialog, on whatever thread calls it, unless a default mail client with
// Extended MAPI of this process's architecture answers (KB315458). So it is a candidate only then.
void AddSystemStub(CandidateList& list, const std::vector<Client>& clients) {
    std::wstring system(::GetSystemDirectoryW(nullptr, 0), L'\0');
    system.resize(::GetSystemDirectoryW(system.data(), static_cast<UINT>(system.size())));
    if (system.empty()) return;
    MapiCandidate stub = ExamineDll(system + L"\\mapi32.dll", L"Windows' MAPI stub");
    if (stub.IsUsable()) {
        const auto client =
            std::find_if(clients.begin(), clients.end(), [](const Client& c) { return c.isDefault; });
        if (client == clients.end()) {
            stub.refused = L"No default mail client is registered, so it could only show an error dialog.";
        } else if (const auto path = ClientValue(*client, L"DLLPathEx")) {
            const MapiCandidate extended = ExamineDll(*path, L"");
            if (!extended.IsUsable()) {
                stub.refused = L"It forwards to " + client->name + L", whose Extended MAPI can't be used: " +
                               extended.refused;
            }
        } else if (!ClientValue(*client, L"MSIComponentID")) {
            stub.refused = L"The default mail client, " + client->name +
                           L", offers no Extended MAPI, so it could only show an error dialog.";
        }
    }
    list.Add(std::move(stub));
}

}  // namespace

MapiCandidate ExamineDll(const std::wstring& path, const std::wstring& source) {
    MapiCandidate candidate{path, source, L"", L"", L""};
    if (!IsAbsolutePath(path)) {
        candidate.refused = path + L" is not an absolute path.";
        return candidate;
    }
    try {
        const PeImage image = ReadPeImage(path);
        candidate.architecture = MachineName(image.machine);
        candidate.version = FileVersion(path);
        if (!image.isDll) {
            candidate.refused = path + L" is a program, not a DLL.";
        } else if (image.isWineBuiltin) {
            candidate.refused = path + L" is Wine's stand-in, which does not implement these functions.";
        } else if (!MachineFitsProcess(image.machine)) {
            candidate.refused = path + L" is built for " + candidate.architecture + L", this process is " +
                                ProcessMachineName() +
                                L". Use a Node.js or Electron of the same architecture.";
        } else {
            for (const auto& required : kRequiredExports) {
                if (image.exports.contains(required.name) || image.exports.contains(required.decorated) ||
                    image.exports.contains("_" + std::string(required.decorated))) {
                    continue;
                }
                const std::string name = required.name;
                candidate.refused =
                    path + L" does not export " + std::wstring(name.begin(), name.end()) + L".";
                break;
            }
        }
    } catch (const MapiFailure& failure) {
        candidate.refused = failure.detail;
    }
    return candidate;
}

std::vector<MapiCandidate> FindMapi() {
    const auto clients = MailClients();
    CandidateList loaded;
    AddLoaded(loaded);
    CandidateList registered;
    AddRegistered(registered, clients);
    registered.PutOutlooksOwnFirst();
    CandidateList all;
    for (auto& part : {loaded.Take(), registered.Take()}) {
        for (const auto& candidate : part) all.Add(candidate.path, candidate.source);
    }
    AddSystemStub(all, clients);
    return all.Take();
}

}  // namespace mapi_msg

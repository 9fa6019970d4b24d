#include "mapi/provider.h"

#include "mapi/failure.h"
#include "mapi/module_files.h"
#include "mapi/windows_handle.h"

namespace mapi_msg {
namespace {

// An address inside this addon, by which Windows finds its module.
const char kWithinThisModule = 0;

std::wstring FolderOf(const std::wstring& path) { return path.substr(0, path.find_last_of(L"\\/") + 1); }

template <typename Function>
Function* FindRequired(HMODULE module, const std::wstring& path, const RequiredExport& wanted) {
    if (auto* function = FindFunction<Function>(module, wanted.name, wanted.decorated)) return function;
    const std::string name = wanted.name;
    throw MapiFailure{HRESULT_FROM_WIN32(ERROR_PROC_NOT_FOUND), "GetProcAddress",
                      path + L" does not export " + std::wstring(name.begin(), name.end()) + L".",
                      "ERR_PROVIDER_UNUSABLE"};
}

MapiFunctions FindFunctions(HMODULE module, const std::wstring& path) {
    MapiFunctions functions = {};
    functions.initialize = FindRequired<MAPIINITIALIZE>(module, path, kMapiInitialize);
    functions.uninitialize = FindRequired<MAPIUNINITIALIZE>(module, path, kMapiUninitialize);
    functions.allocateBuffer = FindRequired<ALLOCATEBUFFER>(module, path, kMapiAllocateBuffer);
    functions.allocateMore = FindRequired<ALLOCATEMORE>(module, path, kMapiAllocateMore);
    functions.freeBuffer = FindRequired<FREEBUFFER>(module, path, kMapiFreeBuffer);
    functions.getDefaultMalloc = FindRequired<MAPIGETDEFAULTMALLOC>(module, path, kMapiGetDefaultMalloc);
    functions.openIMsgSession = FindRequired<OPENIMSGSESSION>(module, path, kOpenIMsgSession);
    functions.openIMsgOnIStg = FindRequired<OPENIMSGONISTG>(module, path, kOpenIMsgOnIStg);
    functions.closeIMsgSession = FindRequired<CLOSEIMSGSESSION>(module, path, kCloseIMsgSession);
    functions.getAttribIMsgOnIStg =
        FindFunction<GETATTRIBIMSGONISTG>(module, "GetAttribIMsgOnIStg", "GetAttribIMsgOnIStg@12");
    functions.setAttribIMsgOnIStg =
        FindFunction<SETATTRIBIMSGONISTG>(module, "SetAttribIMsgOnIStg", "SetAttribIMsgOnIStg@16");
    functions.mapStorageSCode = FindFunction<MAPSTORAGESCODE>(module, "MapStorageSCode", "MapStorageSCode@4");
    functions.wrapCompressedRtfStream = FindFunction<WRAPCOMPRESSEDRTFSTREAM>(
        module, "WrapCompressedRTFStream", "WrapCompressedRTFStream@12");
    return functions;
}

std::shared_ptr<const Provider> Load(ProviderKind kind, const MapiCandidate& candidate) {
    const auto refuse = [&](const std::wstring& why, HRESULT result) {
        const wchar_t* advice =
            kind == ProviderKind::Embedded
                ? L" It belongs beside mapi_msg.node: install mapi-msg again, or unpack *.dll with *.node "
                  L"where an app is packed."
                : L"";
        return MapiFailure{result, "LoadLibraryExW", why + advice, "ERR_PROVIDER_UNUSABLE"};
    };
    if (!candidate.IsUsable()) throw refuse(candidate.refused, HRESULT_FROM_WIN32(ERROR_BAD_EXE_FORMAT));
    const QuietErrors quiet;
    if (kind == ProviderKind::Mapi) {
        // Outlook's DLL expects this neighbour in the process, where there is one (MAPIStubLibrary,
        // stubutils.cpp).
        LoadDll(FolderOf(candidate.path) + L"pstprx32.dll");
    }
    const HMODULE module = LoadDll(candidate.path);
    if (!module) {
        const HRESULT result = LastWindowsError();
        throw refuse(candidate.path + L" was found, but Windows could not load it or a DLL that it needs.",
                     result);
    }
    return std::make_shared<const Provider>(
        Provider{kind, candidate.path, candidate.version, FindFunctions(module, candidate.path)});
}

std::shared_ptr<const Provider> LoadEmbedded() {
    MapiCandidate candidate = ExamineDll(EmbeddedProviderPath(), L"shipped with mapi-msg");
    constexpr char kVersion[] = MAPI_MSG_VERSION;
    candidate.version.assign(std::begin(kVersion), std::end(kVersion) - 1);
    return Load(ProviderKind::Embedded, candidate);
}

std::shared_ptr<const Provider> LoadRegistered() {
    std::wstring tried;
    for (const auto& candidate : FindMapi()) {
        try {
            return Load(ProviderKind::Mapi, candidate);
        } catch (const MapiFailure& failure) {
            tried += L"\n  " + candidate.source + L": " + failure.detail;
        }
    }
    if (tried.empty()) tried = L"\n  No mail client with MAPI is registered.";
    throw MapiFailure{HRESULT_FROM_WIN32(ERROR_MOD_NOT_FOUND), "FindMapi",
                      L"No MAPI of this machine can be used in this process. Tried:" + tried,
                      "ERR_MAPI_NOT_FOUND"};
}

}  // namespace

std::wstring EmbeddedProviderPath() {
    HMODULE module = nullptr;
    if (!::GetModuleHandleExW(
            GET_MODULE_HANDLE_EX_FLAG_FROM_ADDRESS | GET_MODULE_HANDLE_EX_FLAG_UNCHANGED_REFCOUNT,
            reinterpret_cast<LPCWSTR>(&kWithinThisModule), &module)) {
        throw MapiFailure{LastWindowsError(), "GetModuleHandleExW"};
    }
    constexpr char kVersion[] = MAPI_MSG_VERSION;
    return FolderOf(ModulePath(module)) + L"mapi-msg-embedded-" +
           std::wstring(std::begin(kVersion), std::end(kVersion) - 1) + L".dll";
}

std::shared_ptr<const Provider> LoadProvider(const ProviderChoice& choice) {
    switch (choice.kind) {
        case ProviderKind::Embedded:
            return LoadEmbedded();
        case ProviderKind::Mapi:
            return LoadRegistered();
        case ProviderKind::Dll:
            return Load(ProviderKind::Dll, ExamineDll(choice.path, L"given by the caller"));
        case ProviderKind::Auto:
            break;
    }
    for (const auto& candidate : FindMapi()) {
        if (!candidate.IsUsable()) continue;
        try {
            return Load(ProviderKind::Mapi, candidate);
        } catch (const MapiFailure&) {
            // 'auto' goes on to the next; FindMapi and 'mapi' tell why.
        }
    }
    return LoadEmbedded();
}

}  // namespace mapi_msg

// A MAPI DLL and the functions of it that this package calls.
#pragma once

#include <windows.h>

#include <array>
#include <memory>
#include <string>

#include "abi/mapi.h"
#include "mapi/find_mapi.h"

namespace mapi_msg {

// Finds an exported function under its name, or under the decorated names that some builds have.
template <typename Function>
Function* FindFunction(HMODULE module, const char* name, const char* decorated = nullptr) {
    FARPROC address = ::GetProcAddress(module, name);
    if (!address && decorated) address = ::GetProcAddress(module, decorated);
    if (!address && decorated) address = ::GetProcAddress(module, ("_" + std::string(decorated)).c_str());
    return reinterpret_cast<Function*>(reinterpret_cast<void*>(address));
}

struct MapiFunctions {
    MAPIINITIALIZE* initialize;
    MAPIUNINITIALIZE* uninitialize;
    ALLOCATEBUFFER* allocateBuffer;
    ALLOCATEMORE* allocateMore;
    FREEBUFFER* freeBuffer;
    MAPIGETDEFAULTMALLOC* getDefaultMalloc;
    OPENIMSGSESSION* openIMsgSession;
    OPENIMSGONISTG* openIMsgOnIStg;
    CLOSEIMSGSESSION* closeIMsgSession;
    // The following may be null: not every MAPI DLL has them.
    GETATTRIBIMSGONISTG* getAttribIMsgOnIStg;
    SETATTRIBIMSGONISTG* setAttribIMsgOnIStg;
    MAPSTORAGESCODE* mapStorageSCode;
    WRAPCOMPRESSEDRTFSTREAM* wrapCompressedRtfStream;
};

// An export without which a DLL is no provider, with its x86 decoration.
struct RequiredExport {
    const char* name;
    const char* decorated;
};

inline constexpr RequiredExport kMapiInitialize = {"MAPIInitialize", "MAPIInitialize@4"};
inline constexpr RequiredExport kMapiUninitialize = {"MAPIUninitialize", "MAPIUninitialize@0"};
inline constexpr RequiredExport kMapiAllocateBuffer = {"MAPIAllocateBuffer", "MAPIAllocateBuffer@8"};
inline constexpr RequiredExport kMapiAllocateMore = {"MAPIAllocateMore", "MAPIAllocateMore@12"};
inline constexpr RequiredExport kMapiFreeBuffer = {"MAPIFreeBuffer", "MAPIFreeBuffer@4"};
inline constexpr RequiredExport kMapiGetDefaultMalloc = {"MAPIGetDefaultMalloc", "MAPIGetDefaultMalloc@0"};
inline constexpr RequiredExport kOpenIMsgSession = {"OpenIMsgSession", "OpenIMsgSession@12"};
inline constexpr RequiredExport kOpenIMsgOnIStg = {"OpenIMsgOnIStg", "OpenIMsgOnIStg@44"};
inline constexpr RequiredExport kCloseIMsgSession = {"CloseIMsgSession", "CloseIMsgSession@4"};
inline constexpr std::array kRequiredExports = {kMapiInitialize,   kMapiUninitialize, kMapiAllocateBuffer,
                                                kMapiAllocateMore, kMapiFreeBuffer,   kMapiGetDefaultMalloc,
                                                kOpenIMsgSession,  kOpenIMsgOnIStg,   kCloseIMsgSession};

enum class ProviderKind { Auto, Mapi, Embedded, Dll };

struct ProviderChoice {
    ProviderKind kind = ProviderKind::Auto;
    // For ProviderKind::Dll only: an absolute path.
    std::wstring path;
};

struct Provider {
    ProviderKind kind;
    std::wstring path;
    std::wstring version;
    MapiFunctions functions;
};

// The DLL that this package ships, beside the addon.
std::wstring EmbeddedProviderPath();

// Loads the DLL that `choice` asks for; it stays loaded for the life of the process, since MAPI keeps threads
// and windows of its own. Throws a MapiFailure that says what was tried and why it failed.
std::shared_ptr<const Provider> LoadProvider(const ProviderChoice& choice);

}  // namespace mapi_msg

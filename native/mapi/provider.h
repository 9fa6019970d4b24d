// A MAPI DLL and the functions of it that this package calls.
#pragma once

#include <windows.h>

#include <memory>
#include <string>
#include <vector>

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

// The exports without which a DLL is no provider, with their x86 decorations.
struct RequiredExport {
    const char* name;
    const char* decorated;
};
extern const std::vector<RequiredExport>& RequiredExports();

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

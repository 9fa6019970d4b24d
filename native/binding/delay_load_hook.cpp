// The addon imports Node-API from "node.exe", by delayed loading. Where the host bears another name, as in
// Electron, this hook answers with the host itself. It is for mingw-w64; for MSVC, node-gyp adds its own.

#include <windows.h>

#include <delayimp.h>

namespace {

FARPROC WINAPI AnswerHostForNode(unsigned event, PDelayLoadInfo info) {
    if (event != dliNotePreLoadLibrary || lstrcmpiA(info->szDll, "node.exe") != 0) {
        return nullptr;
    }
    return reinterpret_cast<FARPROC>(GetModuleHandleW(nullptr));
}

}  // namespace

extern "C" {
PfnDliHook __pfnDliNotifyHook2 = AnswerHostForNode;
}

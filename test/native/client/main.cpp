// A MAPI client: uses a MAPI DLL as Microsoft documents it, with the MAPI headers of the toolchain, and
// prints what it found in the Test Anything Protocol.
//   mapi_client.exe DLL [FILE.msg...]
// Or it only reads files, and prints how long that takes; see time_reading.h.
//   mapi_client.exe DLL --time path|bytes LIST ROUNDS
// Or it copies files; see copy_files.h.
//   mapi_client.exe DLL --copy own|ole DLL [FILE COPY...]
// windows.h comes first: shellapi.h needs it.
#include <windows.h>

#include <shellapi.h>

#include <cstdio>
#include <iterator>

#include "client/copy_files.h"
#include "client/made_message.h"
#include "client/suites.h"
#include "client/time_reading.h"

namespace client {

namespace {

constexpr ULONG kNoCoInit = 8;  // MAPI_NO_COINIT, which mingw-w64's headers lack

void CheckMadeMessage() {
    const ComPtr<IStorage> storage = MakeMessageStorage();
    const ComPtr<IMessage> message = OpenMessage(storage.Get());
    if (!message) return;
    CheckProperties(message.Get());
    CheckStrings(message.Get());
    CheckNames(message.Get());
    CheckStreams(message.Get());
    CheckTables(message.Get());
    CheckRestrictions(message.Get());
    CheckAttachments(message.Get());
    CheckErrors(message.Get());
    CheckAnyMessage(message.Get(), "the message made here");
}

void CheckFile(const wchar_t* path) {
    char name[256] = "file";
    WideCharToMultiByte(CP_UTF8, 0, path, -1, name, static_cast<int>(std::size(name)) - 1, nullptr, nullptr);
    ComPtr<IStorage> storage;
    CheckResult(StgOpenStorage(path, nullptr, STGM_READ | STGM_SHARE_DENY_WRITE, nullptr, 0, storage.Put()),
                S_OK, std::string(name) + ": StgOpenStorage");
    if (!storage) return;
    const ComPtr<IMessage> message = OpenMessage(storage.Get());
    storage.Reset();
    if (message) CheckAnyMessage(message.Get(), name);
}

void CheckLeaks() {
    if (!mapi.MapiMsgLiveCounts) return;
    ULONG objects = 1;
    ULONG allocations = 1;
    mapi.MapiMsgLiveCounts(&objects, &allocations);
    CheckNumber(objects, 0, "all objects are gone at the end");
    CheckNumber(allocations, 0, "all memory is freed at the end");
}

void CheckInitializing() {
    CoInitializeEx(nullptr, COINIT_MULTITHREADED);
    CheckResult(mapi.MAPIInitialize(nullptr), RPC_E_CHANGED_MODE,
                "MAPIInitialize without MAPI_NO_COINIT in the multithreaded apartment");
    MAPIINIT_0 options = {1, kNoCoInit};
    CheckResult(mapi.MAPIInitialize(&options), MAPI_E_VERSION, "MAPIInitialize with an unknown version");
    options = {MAPI_INIT_VERSION, 0x800};
    CheckResult(mapi.MAPIInitialize(&options), MAPI_E_UNKNOWN_FLAGS, "MAPIInitialize with an unknown flag");
    options = {MAPI_INIT_VERSION, MAPI_MULTITHREAD_NOTIFICATIONS | kNoCoInit};
    CheckResult(mapi.MAPIInitialize(&options), S_OK, "MAPIInitialize");
}

int RunChecks(int count, wchar_t** files) {
    CheckInitializing();
    CheckMemory();
    CheckSessions();
    CheckMadeMessage();
    CheckNesting();
    CheckRtf();
    CheckCodePages();
    CheckThreads();
    CheckFaults();
    CheckWritingProperties();
    CheckWritingNames();
    CheckWritingAttachments();
    CheckWritingRecipients();
    CheckWriteFaults();
    CheckCopying();
    for (int i = 0; i < count; ++i) CheckFile(files[i]);
    CheckLeaks();
    return Finish();
}

template <typename Work>
int RunTool(const Work& work, int count, wchar_t** arguments) {
    CoInitializeEx(nullptr, COINIT_MULTITHREADED);
    MAPIINIT_0 options = {MAPI_INIT_VERSION, MAPI_MULTITHREAD_NOTIFICATIONS | kNoCoInit};
    if (FAILED(mapi.MAPIInitialize(&options))) return 2;
    return work({arguments, arguments + count});
}

int Run(int count, wchar_t** arguments) {
    if (count < 2) {
        std::fprintf(stderr,
                     "usage: mapi_client DLL [FILE.msg...] | DLL --time path|bytes LIST ROUNDS |\n"
                     "       DLL --copy own|ole DLL [FILE COPY...]\n");
        return 2;
    }
    const std::string problem = LoadMapi(arguments[1]);
    if (!problem.empty()) {
        std::printf("Bail out! %s\n", problem.c_str());
        return 2;
    }
    const std::wstring option = count > 2 ? arguments[2] : L"";
    int code;
    if (option == L"--time") {
        code = RunTool(TimeReading, count - 3, arguments + 3);
    } else if (option == L"--copy") {
        code = RunTool(CopyFiles, count - 3, arguments + 3);
    } else {
        code = RunChecks(count - 2, arguments + 2);
    }
    mapi.MAPIUninitialize();
    CoUninitialize();
    return code;
}

}  // namespace

}  // namespace client

int main() {
    int count = 0;
    wchar_t** arguments = CommandLineToArgvW(GetCommandLineW(), &count);
    return arguments ? client::Run(count, arguments) : 2;
}

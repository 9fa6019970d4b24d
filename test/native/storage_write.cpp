// Changes compound files through the engine's IStorage and IStream.
//   storage_write test FOLDER OUT     tries what is to work, and writes to OUT how each trial went
//   storage_write rewrite FILE        changes and commits a file again and again, until it is killed
#include <windows.h>

#include <shellapi.h>

#include <cstdio>
#include <string>
#include <vector>

#include "storage_checks.h"
#include "storage_trials.h"

namespace mapi_msg {
namespace {

int RunTrials(const std::wstring& folder, const std::wstring& outPath) {
    const std::vector<Trial> trials = StorageTrials();
    FILE* out = ::_wfopen(outPath.c_str(), L"wb");
    if (!out) return 3;
    for (std::size_t i = 0; i < trials.size(); ++i) {
        std::string outcome = "ok";
        try {
            trials[i].run(folder + L"\\written-" + std::to_wstring(i) + L".msg");
        } catch (const CheckFailure& failure) {
            outcome = "line " + std::to_string(failure.line) + ": " + failure.what;
        }
        std::fprintf(out, "%s\t%s\n", trials[i].name, outcome.c_str());
    }
    return std::fclose(out) == 0 ? 0 : 4;
}

// Each time all bytes are the same, and other ones than before.
int Rewrite(const std::wstring& path) {
    ComPtr<IStorage> storage;
    HRESULT result = S_OK;
    // While the test looks at the file.
    do {
        result = OpenNativeFileStorage(path, kWritable, storage.Put());
    } while (result == STG_E_SHAREVIOLATION);
    CHECK_OK(result);
    for (std::uint8_t value = 0;; ++value) {
        Put(*storage, L"stream", Bytes(300000, value));
        Put(*storage, L"small", Bytes(100, value));
        Commit(*storage);
    }
}

int Run(const std::vector<std::wstring>& arguments) {
    try {
        if (arguments.size() == 4 && arguments[1] == L"test") return RunTrials(arguments[2], arguments[3]);
        if (arguments.size() == 3 && arguments[1] == L"rewrite") return Rewrite(arguments[2]);
    } catch (const CheckFailure& failure) {
        std::fprintf(stderr, "line %d: %s\n", failure.line, failure.what.c_str());
        return 5;
    }
    return 2;
}

}  // namespace
}  // namespace mapi_msg

int main() {
    int count = 0;
    LPWSTR* arguments = ::CommandLineToArgvW(::GetCommandLineW(), &count);
    const std::vector<std::wstring> copies(arguments, arguments + count);
    ::LocalFree(arguments);
    if (FAILED(::CoInitializeEx(nullptr, COINIT_MULTITHREADED))) return 1;
    const int code = mapi_msg::Run(copies);
    ::CoUninitialize();
    return code;
}

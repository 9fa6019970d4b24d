#include <cstdio>

#include "compound_files/checks.h"
#include "compound_files/programs.h"
#include "compound_files/trials.h"

namespace mapi_msg {

int RunTrials(const std::wstring& folder, const std::wstring& outPath) {
    FILE* out = ::_wfopen(outPath.c_str(), L"wb");
    if (!out) return 3;
    int number = 0;
    for (const auto& trials : {StorageTrials(), LargeFileTrials(), HostileFileTrials()}) {
        for (const Trial& trial : trials) {
            std::string outcome = "ok";
            try {
                trial.run(folder + L"\\written-" + std::to_wstring(number++) + L".msg");
            } catch (const CheckFailure& failure) {
                outcome = "line " + std::to_string(failure.line) + ": " + failure.what;
            } catch (const std::exception& exception) {
                outcome = exception.what();
            }
            std::fprintf(out, "%s\t%s\n", trial.name, outcome.c_str());
        }
    }
    return std::fclose(out) == 0 ? 0 : 4;
}

}  // namespace mapi_msg

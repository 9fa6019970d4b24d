// Reads and writes compound files through the IStorage and IStream of our engine, and of OLE:
//   compound_files dump ole|native file|bytes LIST OUT
//   compound_files pack FOLDER FILE 3|4
//   compound_files unpack FILE FOLDER
//   compound_files rewrite FILE
//   compound_files try FOLDER OUT
#include <cstdio>
#include <string>
#include <vector>

#include "compound_files/checks.h"
#include "compound_files/programs.h"
#include "files.h"

namespace mapi_msg {
namespace {

int Run(const std::vector<std::wstring>& arguments) {
    const std::wstring name = arguments.size() > 1 ? arguments[1] : L"";
    const std::size_t count = arguments.size();
    try {
        if (name == L"dump" && count == 6) {
            return Dump(arguments[2] == L"native", arguments[3] == L"bytes", arguments[4], arguments[5]);
        }
        if (name == L"pack" && count == 5) return Pack(arguments[2], arguments[3], arguments[4] == L"4");
        if (name == L"unpack" && count == 4) return Unpack(arguments[2], arguments[3]);
        if (name == L"rewrite" && count == 3) return Rewrite(arguments[2]);
        if (name == L"try" && count == 4) return RunTrials(arguments[2], arguments[3]);
    } catch (const CheckFailure& failure) {
        std::fprintf(stderr, "line %d: %s\n", failure.line, failure.what.c_str());
        return 5;
    } catch (const Unreadable& file) {
        std::fprintf(stderr, "cannot read %ls\n", file.path.c_str());
        return 6;
    }
    return 2;
}

}  // namespace
}  // namespace mapi_msg

int main() {
    if (FAILED(::CoInitializeEx(nullptr, COINIT_MULTITHREADED))) return 1;
    const int code = mapi_msg::Run(mapi_msg::Arguments());
    ::CoUninitialize();
    return code;
}

// Only reads the bytes of files, which is the least that any reader of them must do: bench/.
//   raw_read LIST ROUNDS
// LIST is a text file with a path on each line (UTF-8).
#include "files.h"
#include "timing.h"

namespace mapi_msg {
namespace {

int Run(const std::vector<std::wstring>& arguments) {
    if (arguments.size() != 3) return 2;
    try {
        const std::vector<std::wstring> paths = ReadPaths(arguments[1]);
        std::vector<std::uint8_t> buffer;
        std::size_t total = 0;
        TimeRounds(std::stoi(arguments[2]), [&] {
            total = 0;
            for (const std::wstring& path : paths) total += ReadFileInto(path, buffer);
        });
        std::printf("bytes %llu\n", static_cast<unsigned long long>(total));
    } catch (const Unreadable& file) {
        std::printf("cannot read %ls\n", file.path.c_str());
        return 1;
    }
    return 0;
}

}  // namespace
}  // namespace mapi_msg

int main() { return mapi_msg::Run(mapi_msg::Arguments()); }

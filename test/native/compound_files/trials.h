// What is to work, each by a name that says what.
#pragma once

#include <functional>
#include <string>
#include <vector>

namespace mapi_msg {

struct Trial {
    const char* name;
    // At a path where nothing is yet. Throws CheckFailure.
    std::function<void(const std::wstring& path)> run;
};

// Of IStorage and IStream.
std::vector<Trial> StorageTrials();
// Of files that were made to do harm.
std::vector<Trial> HostileFileTrials();
std::vector<Trial> LargeFileTrials();

}  // namespace mapi_msg

// What is to work with storages that are written.
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

std::vector<Trial> StorageTrials();

}  // namespace mapi_msg

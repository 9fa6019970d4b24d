// What the program can be asked for. Each gives its exit code, and throws CheckFailure.
#pragma once

#include <string>

namespace mapi_msg {

// Lists all that the files hold that `listPath` names, a path on each line (UTF-8). What is found goes to
// `outPath`, and is the same for each way to open a good file.
int Dump(bool isNative, bool asBytes, const std::wstring& listPath, const std::wstring& outPath);

// Writes a folder as a compound file: folders become storages, files streams.
int Pack(const std::wstring& folder, const std::wstring& path, bool isVersion4);
// The other way round, into a new folder.
int Unpack(const std::wstring& path, const std::wstring& folder);

// Changes and commits a file again and again, until it is killed.
int Rewrite(const std::wstring& path);

// Tries all that is to work, in `folder`, and writes to `outPath` how each trial went.
int RunTrials(const std::wstring& folder, const std::wstring& outPath);

}  // namespace mapi_msg

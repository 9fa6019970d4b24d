// Copies message files with IMAPIProp::CopyTo.
#pragma once

#include <string>
#include <vector>

namespace client {

// Arguments: `own` or `ole`, for the compound files to write; the DLL that opens the copies; then pairs of a
// file and its copy. Prints what failed; the exit code.
int CopyFiles(const std::vector<std::wstring>& arguments);

}  // namespace client

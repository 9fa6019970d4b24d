// The results of the client's checks, in the Test Anything Protocol.
#pragma once

#include <windows.h>

#include <string>

namespace client {

// Prints one line. `detail` is shown if the check failed.
void Check(bool passed, const std::string& what, const std::string& detail = "");
// Whether a call answered what its documentation says.
void CheckResult(HRESULT actual, HRESULT expected, const std::string& what);
template <typename Value>
void CheckEqual(const Value& actual, const Value& expected, const std::string& what) {
    Check(actual == expected, what);
}
void CheckNumber(long long actual, long long expected, const std::string& what);

// Prints the plan; the program's exit code.
int Finish();

}  // namespace client

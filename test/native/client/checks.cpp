#include "client/checks.h"

#include <cstdio>

namespace client {

namespace {

int checks = 0;
int failures = 0;

std::string Hex(HRESULT result) {
    char text[16];
    std::snprintf(text, sizeof(text), "0x%08lX", static_cast<unsigned long>(result));
    return text;
}

}  // namespace

void Check(bool passed, const std::string& what, const std::string& detail) {
    ++checks;
    if (!passed) ++failures;
    std::printf("%s %d - %s\n", passed ? "ok" : "not ok", checks, what.c_str());
    if (!passed && !detail.empty()) std::printf("  # %s\n", detail.c_str());
    std::fflush(stdout);
}

void CheckResult(HRESULT actual, HRESULT expected, const std::string& what) {
    Check(actual == expected, what, "got " + Hex(actual) + " instead of " + Hex(expected));
}

void CheckNumber(long long actual, long long expected, const std::string& what) {
    Check(actual == expected, what,
          "got " + std::to_string(actual) + " instead of " + std::to_string(expected));
}

int Finish() {
    std::printf("1..%d\n# %d failed\n", checks, failures);
    return failures == 0 && checks > 0 ? 0 : 1;
}

}  // namespace client

// Times rounds of work, in the programs that bench/ compares with.
#pragma once

#include <windows.h>

#include <cstdio>

namespace mapi_msg {

// Does the work once to warm up, then so often, and prints how many milliseconds each of those rounds took.
template <typename Work>
void TimeRounds(int rounds, Work work) {
    LARGE_INTEGER frequency = {};
    ::QueryPerformanceFrequency(&frequency);
    work();
    for (int i = 0; i < rounds; ++i) {
        LARGE_INTEGER start = {};
        LARGE_INTEGER end = {};
        ::QueryPerformanceCounter(&start);
        work();
        ::QueryPerformanceCounter(&end);
        const double ticks = static_cast<double>(end.QuadPart - start.QuadPart);
        std::printf("round %.4f\n", 1000.0 * ticks / static_cast<double>(frequency.QuadPart));
    }
}

}  // namespace mapi_msg

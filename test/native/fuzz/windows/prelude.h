// Compiled once, and included before everything else where code that knows Windows is built for the host.
#pragma once

#include <cstddef>

extern "C" int _wcsicmp(const wchar_t* left, const wchar_t* right);

#include <algorithm>
#include <array>
#include <atomic>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <unordered_map>
#include <vector>
// Before objidl.h:
#include <windows.h>

#include <objidl.h>

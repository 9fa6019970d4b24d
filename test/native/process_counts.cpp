// What a process holds, for tests that look for leaks: its Windows handles, and the live objects and MAPI
// allocations that the embedded provider counts (MapiMsgLiveCounts), of every copy of it that is loaded.
#include <windows.h>

#include <node_api.h>
#include <psapi.h>
#include <winternl.h>

#include <string>
#include <vector>

namespace {

using LiveCounts = void(WINAPI*)(ULONG* objects, ULONG* allocations);

struct Counts {
    ULONG objects = 0;
    ULONG allocations = 0;
};

std::vector<HMODULE> LoadedModules() {
    std::vector<HMODULE> modules(64);
    for (;;) {
        DWORD bytes = 0;
        const auto capacity = static_cast<DWORD>(modules.size() * sizeof(HMODULE));
        if (!::EnumProcessModules(::GetCurrentProcess(), modules.data(), capacity, &bytes)) return {};
        const bool isComplete = bytes <= capacity;
        modules.resize(bytes / sizeof(HMODULE));
        if (isComplete) return modules;
    }
}

Counts CountLive() {
    Counts sum;
    for (const HMODULE module : LoadedModules()) {
        const auto count = reinterpret_cast<LiveCounts>(
            reinterpret_cast<void*>(::GetProcAddress(module, "MapiMsgLiveCounts")));
        if (!count) continue;
        Counts counts;
        count(&counts.objects, &counts.allocations);
        sum.objects += counts.objects;
        sum.allocations += counts.allocations;
    }
    return sum;
}

// Wine 8 answers 0 to GetProcessHandleCount, but lists the handles of all processes.
ULONG CountListedHandles() {
    struct HandleEntry {
        void* object;
        ULONG_PTR processId;
        ULONG_PTR handle;
        ULONG access;
        USHORT creatorIndex;
        USHORT typeIndex;
        ULONG attributes;
        ULONG reserved;
    };
    struct HandleList {
        ULONG_PTR count;
        ULONG_PTR reserved;
        HandleEntry entries[1];
    };
    constexpr auto kExtendedHandleInformation = static_cast<SYSTEM_INFORMATION_CLASS>(64);
    constexpr NTSTATUS kInfoLengthMismatch = static_cast<NTSTATUS>(0xC0000004);
    std::vector<BYTE> buffer(1 << 16);
    NTSTATUS status = kInfoLengthMismatch;
    while (true) {
        ULONG needed = 0;
        status = ::NtQuerySystemInformation(kExtendedHandleInformation, buffer.data(),
                                            static_cast<ULONG>(buffer.size()), &needed);
        if (status != kInfoLengthMismatch) break;
        buffer.resize(buffer.size() * 2);
    }
    if (status < 0) return 0;
    const auto* list = reinterpret_cast<const HandleList*>(buffer.data());
    ULONG own = 0;
    for (ULONG_PTR i = 0; i < list->count; i++) own += list->entries[i].processId == ::GetCurrentProcessId();
    return own;
}

ULONG CountHandles() {
    DWORD handles = 0;
    if (::GetProcessHandleCount(::GetCurrentProcess(), &handles) && handles > 0) return handles;
    return CountListedHandles();
}

void SetNumber(napi_env env, napi_value object, const char* name, ULONG value) {
    napi_value number = nullptr;
    if (napi_create_uint32(env, value, &number) == napi_ok) {
        napi_set_named_property(env, object, name, number);
    }
}

napi_value ReadCounts(napi_env env, napi_callback_info) {
    napi_value result = nullptr;
    if (napi_create_object(env, &result) != napi_ok) return nullptr;
    const Counts live = CountLive();
    SetNumber(env, result, "objects", live.objects);
    SetNumber(env, result, "allocations", live.allocations);
    SetNumber(env, result, "handles", CountHandles());
    return result;
}

void FailIfLeaked(void*) {
    const Counts live = CountLive();
    if (live.objects == 0 && live.allocations == 0) return;
    const std::string text = "Leaked: " + std::to_string(live.objects) + " objects and " +
                             std::to_string(live.allocations) +
                             " allocations of the embedded provider outlived every session.\n";
    DWORD written = 0;
    ::WriteFile(::GetStdHandle(STD_ERROR_HANDLE), text.data(), static_cast<DWORD>(text.size()), &written,
                nullptr);
    constexpr UINT kLeaked = 97;
    ::TerminateProcess(::GetCurrentProcess(), kLeaked);
}

// Hooks of an environment run in the opposite order of their adding: the addon's own, added later, has closed
// all sessions by then.
napi_value FailOnLeaks(napi_env env, napi_callback_info) {
    if (napi_add_env_cleanup_hook(env, FailIfLeaked, nullptr) != napi_ok) {
        napi_throw_error(env, nullptr, "The hook could not be added");
    }
    return nullptr;
}

}  // namespace

NAPI_MODULE_INIT() {
    const napi_property_descriptor functions[] = {
        {"counts", nullptr, ReadCounts, nullptr, nullptr, nullptr, napi_enumerable, nullptr},
        {"failOnLeaks", nullptr, FailOnLeaks, nullptr, nullptr, nullptr, napi_enumerable, nullptr},
    };
    napi_define_properties(env, exports, std::size(functions), functions);
    return exports;
}

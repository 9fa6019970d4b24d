#include "faulty_provider/faults.h"

#include <algorithm>
#include <cstdlib>
#include <memory>
#include <sstream>

#include "provider/live_counts.h"
#include "provider/memory.h"

namespace faulty {
namespace {

constexpr DWORD kWait = 100;
constexpr char kLoaded[] = "MAPI_MSG_FAULTY_LOADED";

std::atomic<int> initializations{0};

std::string ReadVariable(const char* name) {
    std::string text(4096, '\0');
    const DWORD length = ::GetEnvironmentVariableA(name, text.data(), static_cast<DWORD>(text.size()));
    text.resize(length < text.size() ? length : 0);
    return text;
}

struct Late {
    // What is still to come is not over.
    Counted counted = {};
    void (*work)(void*);
    void* argument;
};

DWORD WINAPI RunLateMain(void* parameter) {
    const std::unique_ptr<Late> late(static_cast<Late*>(parameter));
    while (ReadVariable("MAPI_MSG_FAULTS").find("late") != std::string::npos) ::Sleep(1);
    late->work(late->argument);
    return 0;
}

}  // namespace

Fault::Fault(const char* method) {
    std::istringstream faults(ReadVariable("MAPI_MSG_FAULTS"));
    const std::string wanted = std::string(method) + "=";
    for (std::string fault; std::getline(faults, fault, ';');) {
        if (!fault.starts_with(wanted)) continue;
        std::istringstream kinds(fault.substr(wanted.size()));
        for (std::string kind; std::getline(kinds, kind, ',');) {
            char* end = nullptr;
            const unsigned long code = std::strtoul(kind.c_str(), &end, 16);
            if (kind.size() == 8 && *end == '\0') {
                result_ = static_cast<HRESULT>(code);
            } else {
                kinds_.push_back(kind);
            }
        }
    }
    if (Is("wait")) ::Sleep(kWait);
    if (Is("hang")) ::Sleep(INFINITE);
}

bool Fault::Is(const char* kind) const { return std::ranges::find(kinds_, kind) != kinds_.end(); }

void TellLoaded(HMODULE module) {
    std::string path(MAX_PATH, '\0');
    path.resize(::GetModuleFileNameA(module, path.data(), static_cast<DWORD>(path.size())));
    const std::string all = ReadVariable(kLoaded) + path + ";";
    ::SetEnvironmentVariableA(kLoaded, all.c_str());
}

void TellCounts() {
    const std::string counts = std::to_string(mapi_msg::liveObjects) + " " +
                               std::to_string(mapi_msg::liveAllocations) + " " +
                               std::to_string(initializations);
    ::SetEnvironmentVariableA("MAPI_MSG_FAULTY_LIVE", counts.c_str());
}

void CountInitialization(int change) {
    initializations += change;
    TellCounts();
}

Counted::Counted() {
    ++mapi_msg::liveObjects;
    TellCounts();
}

Counted::~Counted() {
    --mapi_msg::liveObjects;
    TellCounts();
}

void* AllocateBlock(std::size_t size) {
    void* const block = mapi_msg::AllocateRootBlock(static_cast<ULONG>(size));
    TellCounts();
    return block;
}

void* AllocateMoreOf(std::size_t size, void* root) {
    void* const block = mapi_msg::AllocateLinkedBlock(static_cast<ULONG>(size), root);
    TellCounts();
    return block;
}

ULONG FreeBlock(void* root) {
    const bool wasBlock = !root || mapi_msg::FreeRootBlock(root);
    TellCounts();
    return wasBlock ? S_OK : static_cast<ULONG>(MAPI_E_INVALID_PARAMETER);
}

void RunLate(void (*work)(void*), void* argument) {
    const HANDLE thread = ::CreateThread(nullptr, 0, RunLateMain, new Late{{}, work, argument}, 0, nullptr);
    if (thread) ::CloseHandle(thread);
}

}  // namespace faulty

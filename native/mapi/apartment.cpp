#include "mapi/apartment.h"

#include <objbase.h>
#include <process.h>

#include "mapi/failure.h"
#include "mapi/watching.h"
#include "mapi/windows_handle.h"

namespace mapi_msg {
namespace {

// Threads of ours may outlive the JavaScript environment that loaded this addon, so its code must stay
// mapped.
void PinThisModule() {
    static const char withinThisModule = 0;
    HMODULE module = nullptr;
    ::GetModuleHandleExW(GET_MODULE_HANDLE_EX_FLAG_FROM_ADDRESS | GET_MODULE_HANDLE_EX_FLAG_PIN,
                         reinterpret_cast<LPCWSTR>(&withinThisModule), &module);
}

}  // namespace

std::shared_ptr<Apartment> Apartment::Start(std::function<void(const std::shared_ptr<Apartment>&)> first) {
    PinThisModule();
    std::shared_ptr<Apartment> apartment(new Apartment());
    apartment->calls_.push_back([apartment, first = std::move(first)] { first(apartment); });
    // ThreadMain takes the reference over.
    auto reference = std::make_unique<std::shared_ptr<Apartment>>(apartment);
    const UniqueHandle thread(
        reinterpret_cast<HANDLE>(::_beginthreadex(nullptr, 0, ThreadMain, reference.get(), 0, nullptr)));
    if (!thread) throw MapiFailure{MAPI_E_NOT_ENOUGH_RESOURCES, "_beginthreadex"};
    static_cast<void>(reference.release());
    return apartment;
}

bool Apartment::Post(Call call, Place place) {
    bool isWaiting = false;
    {
        const std::lock_guard<Mutex> lock(mutex_);
        if (!accepting_) return false;
        calls_.insert(place == Place::First ? calls_.begin() : calls_.end(), std::move(call));
        hasCall_ = true;
        isIdle_ = false;
        isWaiting = isWaiting_;
    }
    if (isWaiting) changed_.NotifyAll();
    return true;
}

bool Apartment::RunAndWait(Call call) {
    bool done = false;
    const bool posted = Post([&, this] {
        call();
        const std::lock_guard<Mutex> lock(mutex_);
        done = true;
        changed_.NotifyAll();
    });
    if (!posted) return false;
    std::unique_lock<Mutex> lock(mutex_);
    changed_.Wait(lock, [&] { return done; });
    return true;
}

void Apartment::RequestStop() {
    {
        const std::lock_guard<Mutex> lock(mutex_);
        stopping_ = true;
    }
    changed_.NotifyAll();
}

bool Apartment::AwaitEnd(std::chrono::steady_clock::time_point deadline) {
    std::unique_lock<Mutex> lock(mutex_);
    return changed_.WaitUntil(lock, deadline, [this] { return ended_; });
}

void Apartment::EnterMapi(const ProviderChoice& choice) {
    try {
        Enter(LoadProvider(choice));
    } catch (const MapiFailure&) {
        // A MAPI that is there but does not start (mfcmapi issue 199) is as good as none for 'auto'.
        if (choice.kind != ProviderKind::Auto) throw;
        Enter(LoadProvider({ProviderKind::Embedded, L""}));
    }
}

void Apartment::Enter(std::shared_ptr<const Provider> provider) {
    provider_ = std::move(provider);
    MAPIINIT_0 init = {MAPI_INIT_VERSION, MAPI_MULTITHREAD_NOTIFICATIONS | MAPI_NO_COINIT};
    const HRESULT result = provider_->functions.initialize(&init);
    // To us a warning can be a failure.
    if (SUCCEEDED(result) && IsFailure(result)) provider_->functions.uninitialize();
    Check(result, "MAPIInitialize");
    mapiInitialized_ = true;
}

unsigned __stdcall Apartment::ThreadMain(void* apartment) {
    const std::unique_ptr<std::shared_ptr<Apartment>> reference(
        static_cast<std::shared_ptr<Apartment>*>(apartment));
    (*reference)->Run();
    return 0;
}

void Apartment::Run() {
    const HRESULT entered = ::CoInitializeEx(nullptr, COINIT_MULTITHREADED);
    RunCalls();
    roots_.CloseAll(true);
    if (mapiInitialized_) provider_->functions.uninitialize();
    if (SUCCEEDED(entered)) ::CoUninitialize();
    const std::lock_guard<Mutex> lock(mutex_);
    ended_ = true;
    changed_.NotifyAll();
}

// The queue is empty and closed to newcomers when this returns, so no call is lost without an answer.
void Apartment::RunCalls() {
    bool ranOne = false;
    while (true) {
        Call call;
        {
            std::unique_lock<Mutex> lock(mutex_);
            if (ranOne && calls_.empty() && roots_.IsEmpty()) {
                accepting_ = false;
                return;
            }
            isIdle_ = calls_.empty() && CanWatch();
            isWaiting_ = true;
            changed_.Wait(lock, [this] { return !calls_.empty() || stopping_; });
            isWaiting_ = false;
            isIdle_ = false;
            if (calls_.empty()) {
                accepting_ = false;
                return;
            }
            call = std::move(calls_.front());
            calls_.pop_front();
            hasCall_ = !calls_.empty();
        }
        expectsCall_ = false;
        call();
        ranOne = true;
        if (expectsCall_) WatchForCall();
    }
}

void Apartment::WatchForCall() {
    isIdle_ = !hasCall_;
    WatchFor([this] { return hasCall_ || stopping_; }, std::chrono::steady_clock::now() + kSoon);
}

}  // namespace mapi_msg

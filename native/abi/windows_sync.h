// Locks and waiting by Windows' own primitives. Those of the C++ library come from winpthreads in a mingw-w64
// build, whose threads can get lost when they end before they are detached, and whose mutexes are never
// freed.
#pragma once

#include <windows.h>

#include <chrono>
#include <mutex>

namespace mapi_msg {

// For std::lock_guard and std::unique_lock.
class Mutex {
  public:
    Mutex() = default;
    Mutex(const Mutex&) = delete;
    Mutex& operator=(const Mutex&) = delete;

    void lock() { ::AcquireSRWLockExclusive(&lock_); }
    void unlock() { ::ReleaseSRWLockExclusive(&lock_); }

  private:
    friend class Condition;
    SRWLOCK lock_ = SRWLOCK_INIT;
};

// One that its thread may lock again.
class RecursiveMutex {
  public:
    RecursiveMutex() { ::InitializeCriticalSection(&section_); }
    ~RecursiveMutex() { ::DeleteCriticalSection(&section_); }
    RecursiveMutex(const RecursiveMutex&) = delete;
    RecursiveMutex& operator=(const RecursiveMutex&) = delete;

    void lock() { ::EnterCriticalSection(&section_); }
    bool try_lock() { return ::TryEnterCriticalSection(&section_) != FALSE; }
    void unlock() { ::LeaveCriticalSection(&section_); }

  private:
    CRITICAL_SECTION section_;
};

class Condition {
  public:
    Condition() = default;
    Condition(const Condition&) = delete;
    Condition& operator=(const Condition&) = delete;

    void NotifyAll() { ::WakeAllConditionVariable(&condition_); }

    template <typename Predicate>
    void Wait(std::unique_lock<Mutex>& lock, Predicate isTrue) {
        while (!isTrue()) ::SleepConditionVariableSRW(&condition_, &lock.mutex()->lock_, INFINITE, 0);
    }

    // False if the deadline came first.
    template <typename Predicate>
    bool WaitUntil(std::unique_lock<Mutex>& lock, std::chrono::steady_clock::time_point deadline,
                   Predicate isTrue) {
        using std::chrono::milliseconds;
        while (!isTrue()) {
            const auto left =
                std::chrono::ceil<milliseconds>(deadline - std::chrono::steady_clock::now()).count();
            if (left <= 0) return false;
            ::SleepConditionVariableSRW(&condition_, &lock.mutex()->lock_, static_cast<DWORD>(left), 0);
        }
        return true;
    }

  private:
    CONDITION_VARIABLE condition_ = CONDITION_VARIABLE_INIT;
};

}  // namespace mapi_msg

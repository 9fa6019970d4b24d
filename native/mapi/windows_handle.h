// Owners of Windows handles.
#pragma once

#include <windows.h>

#include <memory>

namespace mapi_msg {

struct HandleCloser {
    void operator()(HANDLE handle) const { ::CloseHandle(handle); }
};
// INVALID_HANDLE_VALUE must be turned into nullptr before it comes in here.
using UniqueHandle = std::unique_ptr<void, HandleCloser>;

inline UniqueHandle OwnFileHandle(HANDLE handle) {
    return UniqueHandle(handle == INVALID_HANDLE_VALUE ? nullptr : handle);
}

struct ViewUnmapper {
    void operator()(const void* view) const { ::UnmapViewOfFile(view); }
};
using UniqueFileView = std::unique_ptr<const void, ViewUnmapper>;

struct KeyCloser {
    void operator()(HKEY key) const { ::RegCloseKey(key); }
};
using UniqueKey = std::unique_ptr<HKEY__, KeyCloser>;

// Keeps Windows from showing a message box, for a missing dependency of a DLL for instance.
class QuietErrors {
  public:
    QuietErrors() {
        ::SetThreadErrorMode(SEM_FAILCRITICALERRORS | SEM_NOGPFAULTERRORBOX | SEM_NOOPENFILEERRORBOX,
                             &before_);
    }
    QuietErrors(const QuietErrors&) = delete;
    QuietErrors& operator=(const QuietErrors&) = delete;
    ~QuietErrors() { ::SetThreadErrorMode(before_, nullptr); }

  private:
    DWORD before_ = 0;
};

}  // namespace mapi_msg

// Functions of Windows that code calls which no fuzzer reaches.
#include <cstdlib>

#define UNREACHED(name)                           \
    extern "C" void Unreached##name() asm(#name); \
    void Unreached##name() { std::abort(); }

UNREACHED(CoGetMalloc)
UNREACHED(CoInitialize)
UNREACHED(CoUninitialize)
UNREACHED(DeleteFileW)
UNREACHED(FlushFileBuffers)
UNREACHED(GetFileSizeEx)
UNREACHED(GetFileType)
UNREACHED(GetFinalPathNameByHandleW)
UNREACHED(GetFullPathNameW)
UNREACHED(MoveFileExW)
UNREACHED(SetEndOfFile)
UNREACHED(SetFileInformationByHandle)
UNREACHED(SetFilePointerEx)
UNREACHED(Sleep)
UNREACHED(StgOpenStorageEx)
UNREACHED(StgOpenStorageOnILockBytes)

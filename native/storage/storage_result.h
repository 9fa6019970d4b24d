// Exceptions to the HRESULTs of OLE's storage functions.
#pragma once

#include <objbase.h>
#include <windows.h>

#include <new>

#include "storage/compound_file/error.h"

namespace mapi_msg {

inline HRESULT ResultOf(compound_file::Problem problem) {
    switch (problem) {
        case compound_file::Problem::NotCompoundFile:
            return STG_E_FILEALREADYEXISTS;
        case compound_file::Problem::InvalidHeader:
            return STG_E_INVALIDHEADER;
        case compound_file::Problem::Corrupt:
            return STG_E_DOCFILECORRUPT;
        case compound_file::Problem::ReadFault:
            break;
    }
    return STG_E_READFAULT;
}

// Thrown where a function of Windows fails.
struct StorageFailure {
    HRESULT result;
};

inline void ThrowIfFailed(HRESULT result) {
    if (FAILED(result)) throw StorageFailure{result};
}

// What `work` returns, or the result that stands for the exception that it throws.
template <typename Work>
HRESULT Guarded(Work&& work) noexcept {
    try {
        return work();
    } catch (const compound_file::Error& error) {
        return ResultOf(error.GetProblem());
    } catch (const StorageFailure& failure) {
        return failure.result;
    } catch (const std::bad_alloc&) {
        return STG_E_INSUFFICIENTMEMORY;
    } catch (...) {
        return E_UNEXPECTED;
    }
}

}  // namespace mapi_msg

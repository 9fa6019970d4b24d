// How failures travel inside the provider, and how they leave it: as an HRESULT, never as an exception.
#pragma once

#include <new>

#include "abi/mapi.h"
#include "text/code_page.h"

namespace mapi_msg {

// Thrown inside the provider only.
struct ResultError {
    HRESULT result;
    HRESULT storageResult = S_OK;  // what a storage or stream answered, if one was the cause
};

inline void ThrowIfFailed(HRESULT result) {
    if (FAILED(result)) throw ResultError{result};
}

// For the results of IStorage, IStream and their like.
void ThrowIfStorageFailed(HRESULT result);

// The MAPI code for a storage's code: what MapStorageSCode answers.
SCODE ToMapiCode(SCODE storageCode);

// Runs the body of an exported function or a COM method.
template <typename Body>
HRESULT Guarded(Body&& body) noexcept {
    try {
        return body();
    } catch (const ResultError& error) {
        return error.result;
    } catch (const text::TextError& error) {
        return error.result == E_OUTOFMEMORY ? MAPI_E_NOT_ENOUGH_MEMORY : MAPI_E_BAD_CHARWIDTH;
    } catch (const std::bad_alloc&) {
        return MAPI_E_NOT_ENOUGH_MEMORY;
    } catch (...) {
        return MAPI_E_CALL_FAILED;
    }
}

}  // namespace mapi_msg

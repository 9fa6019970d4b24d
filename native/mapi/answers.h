// What a provider answers with success is checked before it is believed, as far as that can be checked: a
// faulty one must neither bring the process down nor pass for one that found nothing.
#pragma once

#include <cstddef>

#include "abi/com_ptr.h"
#include "abi/mapi.h"
#include "mapi/failure.h"

namespace mapi_msg {

// Property identifiers have 16 bits, so no object has more.
inline constexpr ULONG kMostProperties = 0x10000;
// Far more than any message or storage has. One that is told to have more has no end.
inline constexpr std::size_t kMostRows = std::size_t{1} << 20;

[[noreturn]] inline void ThrowFaulty(const char* method, const wchar_t* detail) {
    throw MapiFailure{MAPI_E_CALL_FAILED, method, detail};
}

inline void CheckAnswer(bool isPossible, const char* method, const wchar_t* detail) {
    if (!isPossible) ThrowFaulty(method, detail);
}

// What an object was handed out by. `detail` is for when it was not: "It gave no stream."
template <typename Interface>
void CheckGiven(const ComPtr<Interface>& object, const char* method, const wchar_t* detail) {
    CheckAnswer(static_cast<bool>(object), method, detail);
}

// Values of GetProps for these tags; for all, where there are none.
void CheckValues(const SPropTagArray* tags, const SPropValue* values, ULONG count, const char* method);

// A list of tags, of any length.
void CheckTags(const SPropTagArray* tags, const char* method);

// The rows that QueryRows gave, when it was asked for `most`.
void CheckRows(const SRowSet* rows, ULONG most, const char* method);

// Throws if a method that tells problems one by one said that there were some but not which: then nobody
// knows what was done.
void CheckProblems(HRESULT result, const SPropProblemArray* problems, ULONG most, const char* method);

}  // namespace mapi_msg

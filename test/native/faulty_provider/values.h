// The properties that every object of the faulty provider has.
#pragma once

#include <vector>

#include "faulty_provider/faults.h"

namespace faulty {

// Those of an object that is asked for all.
std::vector<ULONG> OwnTags();

std::vector<ULONG> TagsOf(const SPropTagArray* tags);

// A block with a count, beyond what is there with the fault `huge`; null with `null`.
SPropTagArray* MakeTagArray(const Fault& fault, const std::vector<ULONG>& tags);

// A block with the values of the tags. It goes wrong by: `fewer` or `more` values, another `type` or other
// `ids` than asked, `errors` in place of values, `nulls` in place of pointers, `huge` counts in values or,
// `beyond` what is there, of them, and `null` for the whole.
SPropValue* MakeValues(const Fault& fault, const std::vector<ULONG>& tags, ULONG* count);

// As MAPI reports what went wrong with single properties: `problem`; `outside` of what was passed in; `huge`.
void MakeProblems(const Fault& fault, SPropProblemArray** problems);

// IMAPIProp's and IMAPITable's: nothing to say; `words`; `nulls` in place of words; `garbage` in place of
// text; `null`.
HRESULT MakeLastError(const char* method, MAPIERROR** error);

}  // namespace faulty

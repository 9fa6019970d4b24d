#include "mapi/answers.h"

namespace mapi_msg {

void CheckValues(const SPropTagArray* tags, const SPropValue* values, ULONG count, const char* method) {
    CheckAnswer(values || count == 0, method, L"It gave no values.");
    if (!tags) {
        CheckAnswer(count <= kMostProperties, method, L"It gave more values than an object can have.");
        return;
    }
    CheckAnswer(count == tags->cValues, method, L"It gave another number of values than was asked for.");
    for (ULONG i = 0; i < count; i++) {
        CheckAnswer(PROP_ID(values[i].ulPropTag) == PROP_ID(tags->aulPropTag[i]), method,
                    L"It gave values of other properties than was asked for.");
    }
}

void CheckTags(const SPropTagArray* tags, const char* method) {
    CheckAnswer(tags != nullptr, method, L"It gave no list of properties.");
    CheckAnswer(tags->cValues <= kMostProperties, method,
                L"It gave a list of more properties than there can be.");
}

void CheckRows(const SRowSet* rows, ULONG most, const char* method) {
    CheckAnswer(rows != nullptr, method, L"It gave no rows, not even none.");
    CheckAnswer(rows->cRows <= most, method, L"It gave more rows than was asked for.");
    for (ULONG i = 0; i < rows->cRows; i++) {
        const SRow& row = rows->aRow[i];
        CheckAnswer(row.lpProps || row.cValues == 0, method, L"It gave a row without its values.");
        CheckAnswer(row.cValues <= kMostProperties, method,
                    L"It gave a row with more values than it can have.");
    }
}

void CheckProblems(HRESULT result, const SPropProblemArray* problems, ULONG most, const char* method) {
    if (problems && problems->cProblem > 0) {
        CheckAnswer(problems->cProblem <= most, method, L"It told of more problems than there can be.");
        return;
    }
    if (result == MAPI_W_PARTIAL_COMPLETION || result == MAPI_W_ERRORS_RETURNED) {
        throw MapiFailure{result, method, L"Some of it was not done, and it did not say what."};
    }
}

}  // namespace mapi_msg

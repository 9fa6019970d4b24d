// The functions of mapiutil.h that clients of messages use. They work on objects of any provider.
#include <algorithm>
#include <utility>

#include "abi/com_ptr.h"
#include "provider/memory.h"
#include "provider/result.h"

using namespace mapi_msg;

namespace {

struct RowSetOwner {
    SRowSet* rows = nullptr;
    ~RowSetOwner() {
        if (!rows) return;
        for (ULONG i = 0; i < rows->cRows; ++i) FreeRootBlock(rows->aRow[i].lpProps);
        FreeRootBlock(rows);
    }
};

// Moves the rows of one set to the end of another.
void AppendRows(RowSetOwner& all, SRowSet& more) {
    const ULONG known = all.rows ? all.rows->cRows : 0;
    const std::size_t size = CbNewSRowSet(std::size_t{known} + more.cRows + 1);
    if (size > MAXLONG) throw ResultError{MAPI_E_NOT_ENOUGH_MEMORY};
    void* grown = all.rows ? ReallocateRootBlock(all.rows, static_cast<ULONG>(size))
                           : AllocateRootBlock(static_cast<ULONG>(size));
    if (!grown) throw ResultError{MAPI_E_NOT_ENOUGH_MEMORY};
    all.rows = static_cast<SRowSet*>(grown);
    all.rows->cRows = known + more.cRows;
    std::copy_n(more.aRow, more.cRows, all.rows->aRow + known);
    more.cRows = 0;
}

}  // namespace

extern "C" {

void STDAPICALLTYPE FreeProws(SRowSet* rows) { const RowSetOwner owner{rows}; }

void STDAPICALLTYPE FreePadrlist(ADRLIST* list) {
    if (!list) return;
    for (ULONG i = 0; i < list->cEntries; ++i) FreeRootBlock(list->aEntries[i].rgPropVals);
    FreeRootBlock(list);
}

// https://learn.microsoft.com/office/client-developer/outlook/mapi/hrqueryallrows
HRESULT STDAPICALLTYPE HrQueryAllRows(IMAPITable* table, SPropTagArray* tags, SRestriction* restriction,
                                      SSortOrderSet* order, LONG maximum, SRowSet** rows) {
    return Guarded([&]() -> HRESULT {
        if (!table || !rows) return MAPI_E_INVALID_PARAMETER;
        *rows = nullptr;
        if (tags) ThrowIfFailed(table->SetColumns(tags, TBL_BATCH));
        if (restriction) ThrowIfFailed(table->Restrict(restriction, TBL_BATCH));
        if (order) ThrowIfFailed(table->SortTable(order, TBL_BATCH));
        ThrowIfFailed(table->SeekRow(BOOKMARK_BEGINNING, 0, nullptr));

        RowSetOwner all;
        for (;;) {
            constexpr LONG kBatch = 1000;
            RowSetOwner batch;
            ThrowIfFailed(table->QueryRows(kBatch, 0, &batch.rows));
            if (!batch.rows) return MAPI_E_CALL_FAILED;
            const bool end = batch.rows->cRows == 0;
            AppendRows(all, *batch.rows);
            if (maximum > 0 && all.rows->cRows > static_cast<ULONG>(maximum)) return MAPI_E_TABLE_TOO_BIG;
            if (end) break;
        }
        *rows = std::exchange(all.rows, nullptr);
        return S_OK;
    });
}

// https://learn.microsoft.com/office/client-developer/outlook/mapi/hrgetoneprop
HRESULT STDAPICALLTYPE HrGetOneProp(IMAPIProp* object, ULONG tag, SPropValue** value) {
    return Guarded([&]() -> HRESULT {
        if (!object || !value) return MAPI_E_INVALID_PARAMETER;
        *value = nullptr;
        SPropTagArray tags = {1, {tag}};
        ULONG count = 0;
        SPropValue* found = nullptr;
        ThrowIfFailed(object->GetProps(&tags, 0, &count, &found));
        if (count == 1 && found && PROP_TYPE(found->ulPropTag) != PT_ERROR) {
            *value = found;
            return S_OK;
        }
        const SCODE error = count == 1 && found ? found->Value.err : MAPI_E_CALL_FAILED;
        FreeRootBlock(found);
        return error;
    });
}

// https://learn.microsoft.com/office/client-developer/outlook/mapi/hrsetoneprop
HRESULT STDAPICALLTYPE HrSetOneProp(IMAPIProp* object, SPropValue* value) {
    return Guarded([&]() -> HRESULT {
        if (!object || !value) return MAPI_E_INVALID_PARAMETER;
        SPropProblemArray* problems = nullptr;
        ThrowIfFailed(object->SetProps(1, value, &problems));
        if (!problems) return S_OK;
        const SCODE error = problems->cProblem ? problems->aProblem[0].scode : S_OK;
        FreeRootBlock(problems);
        return error;
    });
}

BOOL STDAPICALLTYPE FPropExists(IMAPIProp* object, ULONG tag) {
    return Guarded([&]() -> HRESULT {
               if (!object) return MAPI_E_INVALID_PARAMETER;
               SPropTagArray* tags = nullptr;
               ThrowIfFailed(object->GetPropList(PROP_TYPE(tag) == PT_UNICODE ? MAPI_UNICODE : 0, &tags));
               const ULONG* begin = tags->aulPropTag;
               const ULONG* end = begin + tags->cValues;
               const bool found = std::any_of(begin, end, [tag](ULONG listed) {
                   return PROP_TYPE(tag) == PT_UNSPECIFIED ? PROP_ID(listed) == PROP_ID(tag) : listed == tag;
               });
               FreeRootBlock(tags);
               return found ? S_OK : S_FALSE;
           }) == S_OK;
}

}  // extern "C"

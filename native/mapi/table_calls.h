// IMAPITable. Session thread only; these throw MapiFailure.
// https://learn.microsoft.com/office/client-developer/outlook/mapi/imapitableiunknown
#pragma once

#include <optional>
#include <vector>

#include "mapi/objects.h"
#include "mapi/restriction.h"

namespace mapi_msg {

void SetColumns(TableHandle& table, const std::vector<ULONG>& tags, ULONG flags);
std::vector<ULONG> QueryColumns(TableHandle& table, ULONG flags);
ULONG GetRowCount(TableHandle& table);
// A negative count reads backwards. PT_STRING8 as bytes if `rawStrings`.
std::vector<PropertyRow> QueryRows(TableHandle& table, LONG count, ULONG flags, bool rawStrings);
// All rows from the first, whatever batches the provider gives them in; leaves the table at its end.
std::vector<PropertyRow> QueryAllRows(TableHandle& table, bool rawStrings);
LONG SeekRow(TableHandle& table, BOOKMARK origin, LONG count);
void SeekRowApprox(TableHandle& table, ULONG numerator, ULONG denominator);

struct TablePosition {
    ULONG row = 0;
    ULONG numerator = 0;
    ULONG denominator = 0;
};
TablePosition QueryPosition(TableHandle& table);

BOOKMARK CreateBookmark(TableHandle& table);
void FreeBookmark(TableHandle& table, BOOKMARK bookmark);

void FindRow(TableHandle& table, Restriction restriction, BOOKMARK origin, ULONG flags);
// None: all rows again.
void Restrict(TableHandle& table, std::optional<Restriction> restriction, ULONG flags);

void SortTable(TableHandle& table, const std::vector<SSortOrder>& order, ULONG flags);
std::vector<SSortOrder> QuerySortOrder(TableHandle& table);

struct TableStatus {
    ULONG status = 0;
    ULONG type = 0;
};
TableStatus GetStatus(TableHandle& table);

}  // namespace mapi_msg

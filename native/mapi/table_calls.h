// IMAPITable. Session thread only; these throw MapiFailure.
// https://learn.microsoft.com/office/client-developer/outlook/mapi/imapitableiunknown
#pragma once

#include <vector>

#include "mapi/objects.h"

namespace mapi_msg {

void SetColumns(TableHandle& table, const std::vector<ULONG>& tags, ULONG flags);
std::vector<ULONG> QueryColumns(TableHandle& table, ULONG flags);
ULONG GetRowCount(TableHandle& table);
// A negative count reads backwards. PT_STRING8 as bytes if `rawStrings`.
std::vector<PropertyRow> QueryRows(TableHandle& table, LONG count, ULONG flags, bool rawStrings);
// All rows from the first, whatever batches the provider gives them in; leaves the table at its end.
std::vector<PropertyRow> QueryAllRows(TableHandle& table, bool rawStrings);
LONG SeekRow(TableHandle& table, BOOKMARK origin, LONG count);

}  // namespace mapi_msg

#include "mapi/table_calls.h"

#include <iterator>

#include "mapi/extended_error.h"
#include "mapi/mapi_memory.h"
#include "mapi/tag_array.h"

namespace mapi_msg {
namespace {

void CheckTable(TableHandle& table, HRESULT result, const char* method) {
    Check(result, method, *table.Get(), *table.OwnApartment());
}

}  // namespace

void SetColumns(TableHandle& table, const std::vector<ULONG>& tags, ULONG flags) {
    TagArray columns(tags);
    CheckTable(table, table->SetColumns(columns.Get(), flags), "IMAPITable::SetColumns");
}

std::vector<ULONG> QueryColumns(TableHandle& table, ULONG flags) {
    MapiBuffer<SPropTagArray> tags(table.OwnApartment()->OwnProvider().functions.freeBuffer);
    CheckTable(table, table->QueryColumns(flags, tags.Put()), "IMAPITable::QueryColumns");
    return CopyTags(tags.Get());
}

ULONG GetRowCount(TableHandle& table) {
    ULONG count = 0;
    CheckTable(table, table->GetRowCount(0, &count), "IMAPITable::GetRowCount");
    return count;
}

std::vector<PropertyRow> QueryRows(TableHandle& table, LONG count, ULONG flags, bool rawStrings) {
    MapiRowSet rows(table.OwnApartment()->OwnProvider().functions.freeBuffer);
    CheckTable(table, table->QueryRows(count, flags, rows.Put()), "IMAPITable::QueryRows");
    std::vector<PropertyRow> copies;
    if (!rows) return copies;
    StringDecoding decoding{CP_ACP, rawStrings};
    if (!rawStrings) decoding.codePage = CodePageOf(table);
    copies.reserve(rows->cRows);
    for (ULONG i = 0; i < rows->cRows; i++) {
        copies.push_back(CopyProperties(rows->aRow[i].lpProps, rows->aRow[i].cValues, decoding));
    }
    return copies;
}

std::vector<PropertyRow> QueryAllRows(TableHandle& table, bool rawStrings) {
    SeekRow(table, BOOKMARK_BEGINNING, 0);
    constexpr LONG kBatch = 1000;
    std::vector<PropertyRow> all;
    while (true) {
        auto rows = QueryRows(table, kBatch, 0, rawStrings);
        if (rows.empty()) return all;
        all.insert(all.end(), std::make_move_iterator(rows.begin()), std::make_move_iterator(rows.end()));
    }
}

LONG SeekRow(TableHandle& table, BOOKMARK origin, LONG count) {
    LONG sought = 0;
    CheckTable(table, table->SeekRow(origin, count, &sought), "IMAPITable::SeekRow");
    return sought;
}

}  // namespace mapi_msg

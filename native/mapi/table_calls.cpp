#include "mapi/table_calls.h"

#include <iterator>

#include "mapi/answers.h"
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
    CheckTags(tags.Get(), "IMAPITable::QueryColumns");
    return CopyTags(tags.Get());
}

ULONG GetRowCount(TableHandle& table) {
    ULONG count = 0;
    CheckTable(table, table->GetRowCount(0, &count), "IMAPITable::GetRowCount");
    return count;
}

std::vector<PropertyRow> QueryRows(TableHandle& table, LONG count, ULONG flags, bool rawStrings) {
    const auto most = static_cast<ULONG>(count < 0 ? -count : count);
    MapiRowSet rows(table.OwnApartment()->OwnProvider().functions.freeBuffer, most);
    CheckTable(table, table->QueryRows(count, flags, rows.Put()), "IMAPITable::QueryRows");
    CheckRows(rows.Get(), most, "IMAPITable::QueryRows");
    std::vector<PropertyRow> copies;
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
        CheckAnswer(all.size() + rows.size() <= kMostRows, "IMAPITable::QueryRows",
                    L"It gave rows without end.");
        all.insert(all.end(), std::make_move_iterator(rows.begin()), std::make_move_iterator(rows.end()));
    }
}

LONG SeekRow(TableHandle& table, BOOKMARK origin, LONG count) {
    LONG sought = 0;
    CheckTable(table, table->SeekRow(origin, count, &sought), "IMAPITable::SeekRow");
    return sought;
}

void SeekRowApprox(TableHandle& table, ULONG numerator, ULONG denominator) {
    CheckTable(table, table->SeekRowApprox(numerator, denominator), "IMAPITable::SeekRowApprox");
}

TablePosition QueryPosition(TableHandle& table) {
    TablePosition position;
    CheckTable(table, table->QueryPosition(&position.row, &position.numerator, &position.denominator),
               "IMAPITable::QueryPosition");
    return position;
}

BOOKMARK CreateBookmark(TableHandle& table) {
    BOOKMARK bookmark = 0;
    CheckTable(table, table->CreateBookmark(&bookmark), "IMAPITable::CreateBookmark");
    CheckAnswer(bookmark > BOOKMARK_END, "IMAPITable::CreateBookmark", L"It gave no bookmark.");
    return bookmark;
}

void FreeBookmark(TableHandle& table, BOOKMARK bookmark) {
    CheckTable(table, table->FreeBookmark(bookmark), "IMAPITable::FreeBookmark");
}

void FindRow(TableHandle& table, Restriction restriction, BOOKMARK origin, ULONG flags) {
    EncodeStrings(restriction, CodePageOf(table));
    RestrictionBuilder builder(restriction);
    CheckTable(table, table->FindRow(builder.Get(), origin, flags), "IMAPITable::FindRow");
}

void Restrict(TableHandle& table, std::optional<Restriction> restriction, ULONG flags) {
    std::optional<RestrictionBuilder> builder;
    if (restriction) {
        EncodeStrings(*restriction, CodePageOf(table));
        builder.emplace(*restriction);
    }
    CheckTable(table, table->Restrict(builder ? builder->Get() : nullptr, flags), "IMAPITable::Restrict");
}

void SortTable(TableHandle& table, const std::vector<SSortOrder>& order, ULONG flags) {
    std::vector<ULONG> words = {static_cast<ULONG>(order.size()), 0, 0};
    for (const auto& key : order) {
        words.push_back(key.ulPropTag);
        words.push_back(key.ulOrder);
    }
    static_assert(offsetof(SSortOrderSet, aSort) == 3 * sizeof(ULONG));
    CheckTable(table, table->SortTable(reinterpret_cast<SSortOrderSet*>(words.data()), flags),
               "IMAPITable::SortTable");
}

std::vector<SSortOrder> QuerySortOrder(TableHandle& table) {
    MapiBuffer<SSortOrderSet> order(table.OwnApartment()->OwnProvider().functions.freeBuffer);
    CheckTable(table, table->QuerySortOrder(order.Put()), "IMAPITable::QuerySortOrder");
    if (!order) return {};
    CheckAnswer(order->cSorts <= kMostProperties, "IMAPITable::QuerySortOrder",
                L"It gave more columns than there can be.");
    return std::vector<SSortOrder>(order->aSort, order->aSort + order->cSorts);
}

TableStatus GetStatus(TableHandle& table) {
    TableStatus status;
    CheckTable(table, table->GetStatus(&status.status, &status.type), "IMAPITable::GetStatus");
    return status;
}

}  // namespace mapi_msg

#include "binding/arguments.h"
#include "binding/bindings.h"
#include "binding/operation.h"
#include "binding/values.h"
#include "mapi/extended_error.h"
#include "mapi/table_calls.h"

namespace mapi_msg {
namespace {

Napi::Value NumberToValue(Napi::Env env, ULONG number) { return Napi::Number::New(env, number); }
Napi::Value RowsToValue(Buffers& buffers, const std::vector<PropertyRow>& rows) {
    return ToValue(buffers, rows);
}

// (table, tags, flags)
Napi::Value SetTableColumns(const Napi::CallbackInfo& info) {
    const auto table = ReadTable(info[0]);
    const ULONG flags = ReadNumber(info[2]);
    return Enqueue(
        info.Env(), table,
        [table, tags = ReadNumbers(info[1]), flags] {
            SetColumns(*table, tags, flags);
            return Nothing{};
        },
        ToUndefined);
}

// (table, flags) -> tags
Napi::Value QueryTableColumns(const Napi::CallbackInfo& info) {
    const auto table = ReadTable(info[0]);
    const ULONG flags = ReadNumber(info[1]);
    return Enqueue(
        info.Env(), table, [table, flags] { return QueryColumns(*table, flags); },
        [](Napi::Env env, const std::vector<ULONG>& tags) { return ToValue(env, tags); });
}

// (table) -> number
Napi::Value GetTableRowCount(const Napi::CallbackInfo& info) {
    const auto table = ReadTable(info[0]);
    return Enqueue(
        info.Env(), table, [table] { return GetRowCount(*table); }, NumberToValue);
}

// (table, count, flags, rawStrings) -> rows
Napi::Value QueryTableRows(const Napi::CallbackInfo& info) {
    const auto table = ReadTable(info[0]);
    const auto count = static_cast<LONG>(ReadInteger64(info[1]));
    const ULONG flags = ReadNumber(info[2]);
    const bool rawStrings = ReadBoolean(info[3]);
    return Enqueue(
        info.Env(), table,
        [table, count, flags, rawStrings] { return QueryRows(*table, count, flags, rawStrings); },
        RowsToValue);
}

// (table, rawStrings) -> rows
Napi::Value QueryAllTableRows(const Napi::CallbackInfo& info) {
    const auto table = ReadTable(info[0]);
    const bool rawStrings = ReadBoolean(info[1]);
    return Enqueue(
        info.Env(), table, [table, rawStrings] { return QueryAllRows(*table, rawStrings); }, RowsToValue);
}

// (table, bookmark, count) -> rows moved
Napi::Value SeekTableRow(const Napi::CallbackInfo& info) {
    const auto table = ReadTable(info[0]);
    const ULONG origin = ReadNumber(info[1]);
    const auto count = static_cast<LONG>(ReadInteger64(info[2]));
    return Enqueue(
        info.Env(), table, [table, origin, count] { return SeekRow(*table, origin, count); },
        [](Napi::Env env, LONG sought) { return Napi::Number::New(env, sought); });
}

// (table, numerator, denominator)
Napi::Value SeekTableRowApprox(const Napi::CallbackInfo& info) {
    const auto table = ReadTable(info[0]);
    const ULONG numerator = ReadNumber(info[1]);
    const ULONG denominator = ReadNumber(info[2]);
    return Enqueue(
        info.Env(), table,
        [table, numerator, denominator] {
            SeekRowApprox(*table, numerator, denominator);
            return Nothing{};
        },
        ToUndefined);
}

// (table) -> { row, numerator, denominator }
Napi::Value QueryTablePosition(const Napi::CallbackInfo& info) {
    const auto table = ReadTable(info[0]);
    return Enqueue(
        info.Env(), table, [table] { return QueryPosition(*table); },
        [](Napi::Env env, const TablePosition& position) {
            Napi::Object object = Napi::Object::New(env);
            object["row"] = Napi::Number::New(env, position.row);
            object["numerator"] = Napi::Number::New(env, position.numerator);
            object["denominator"] = Napi::Number::New(env, position.denominator);
            return object;
        });
}

// (table) -> bookmark
Napi::Value CreateTableBookmark(const Napi::CallbackInfo& info) {
    const auto table = ReadTable(info[0]);
    return Enqueue(
        info.Env(), table, [table] { return CreateBookmark(*table); }, NumberToValue);
}

// (table, bookmark)
Napi::Value FreeTableBookmark(const Napi::CallbackInfo& info) {
    const auto table = ReadTable(info[0]);
    const ULONG bookmark = ReadNumber(info[1]);
    return Enqueue(
        info.Env(), table,
        [table, bookmark] {
            FreeBookmark(*table, bookmark);
            return Nothing{};
        },
        ToUndefined);
}

// (table, restriction, bookmark, flags)
Napi::Value FindTableRow(const Napi::CallbackInfo& info) {
    const auto table = ReadTable(info[0]);
    const ULONG origin = ReadNumber(info[2]);
    const ULONG flags = ReadNumber(info[3]);
    return Enqueue(
        info.Env(), table,
        [table, restriction = ReadRestriction(info[1]), origin, flags] {
            FindRow(*table, restriction, origin, flags);
            return Nothing{};
        },
        ToUndefined);
}

// (table, restriction or null, flags)
Napi::Value RestrictTable(const Napi::CallbackInfo& info) {
    const auto table = ReadTable(info[0]);
    std::optional<Restriction> restriction;
    if (!info[1].IsNull()) restriction = ReadRestriction(info[1]);
    const ULONG flags = ReadNumber(info[2]);
    return Enqueue(
        info.Env(), table,
        [table, restriction = std::move(restriction), flags] {
            Restrict(*table, restriction, flags);
            return Nothing{};
        },
        ToUndefined);
}

// (table, [tag, order, ...], flags)
Napi::Value SortTableRows(const Napi::CallbackInfo& info) {
    const auto table = ReadTable(info[0]);
    const auto words = ReadNumbers(info[1]);
    std::vector<SSortOrder> order;
    for (std::size_t i = 0; i + 1 < words.size(); i += 2) order.push_back({words[i], words[i + 1]});
    const ULONG flags = ReadNumber(info[2]);
    return Enqueue(
        info.Env(), table,
        [table, order = std::move(order), flags] {
            SortTable(*table, order, flags);
            return Nothing{};
        },
        ToUndefined);
}

// (table) -> [tag, order, ...]
Napi::Value QueryTableSortOrder(const Napi::CallbackInfo& info) {
    const auto table = ReadTable(info[0]);
    return Enqueue(
        info.Env(), table, [table] { return QuerySortOrder(*table); },
        [](Napi::Env env, const std::vector<SSortOrder>& order) {
            std::vector<ULONG> words;
            for (const auto& key : order) words.insert(words.end(), {key.ulPropTag, key.ulOrder});
            return ToValue(env, words);
        });
}

// (table) -> { status, type }
Napi::Value GetTableStatus(const Napi::CallbackInfo& info) {
    const auto table = ReadTable(info[0]);
    return Enqueue(
        info.Env(), table, [table] { return GetStatus(*table); },
        [](Napi::Env env, const TableStatus& status) {
            Napi::Object object = Napi::Object::New(env);
            object["status"] = Napi::Number::New(env, status.status);
            object["type"] = Napi::Number::New(env, status.type);
            return object;
        });
}

// (table, hresult) -> extended error or null
Napi::Value GetTableLastError(const Napi::CallbackInfo& info) {
    const auto table = ReadTable(info[0]);
    const auto result = static_cast<HRESULT>(ReadNumber(info[1]));
    return Enqueue(
        info.Env(), table,
        [table, result] { return GetLastError(result, *table->Get(), *table->OwnApartment()); },
        ExtendedErrorToValue);
}

}  // namespace

void BindTables(Napi::Object exports) {
    BindFunction<SetTableColumns>(exports, "setColumns");
    BindFunction<QueryTableColumns>(exports, "queryColumns");
    BindFunction<GetTableRowCount>(exports, "getRowCount");
    BindFunction<QueryTableRows>(exports, "queryRows");
    BindFunction<QueryAllTableRows>(exports, "queryAllRows");
    BindFunction<SeekTableRow>(exports, "seekRow");
    BindFunction<SeekTableRowApprox>(exports, "seekRowApprox");
    BindFunction<QueryTablePosition>(exports, "queryPosition");
    BindFunction<CreateTableBookmark>(exports, "createBookmark");
    BindFunction<FreeTableBookmark>(exports, "freeBookmark");
    BindFunction<FindTableRow>(exports, "findRow");
    BindFunction<RestrictTable>(exports, "restrict");
    BindFunction<SortTableRows>(exports, "sortTable");
    BindFunction<QueryTableSortOrder>(exports, "querySortOrder");
    BindFunction<GetTableStatus>(exports, "getStatus");
    BindFunction<GetTableLastError>(exports, "getTableLastError");
}

}  // namespace mapi_msg

#include "binding/arguments.h"
#include "binding/bindings.h"
#include "binding/operation.h"
#include "binding/values.h"
#include "mapi/table_calls.h"

namespace mapi_msg {
namespace {

Napi::Value RowsToValue(Napi::Env env, std::vector<PropertyRow> rows) { return ToValue(env, rows); }

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
        [](Napi::Env env, std::vector<ULONG> tags) { return ToValue(env, tags); });
}

// (table) -> number
Napi::Value GetTableRowCount(const Napi::CallbackInfo& info) {
    const auto table = ReadTable(info[0]);
    return Enqueue(
        info.Env(), table, [table] { return GetRowCount(*table); },
        [](Napi::Env env, ULONG count) { return Napi::Number::New(env, count); });
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

}  // namespace

void BindTables(Napi::Object exports) {
    BindFunction<SetTableColumns>(exports, "setColumns");
    BindFunction<QueryTableColumns>(exports, "queryColumns");
    BindFunction<GetTableRowCount>(exports, "getRowCount");
    BindFunction<QueryTableRows>(exports, "queryRows");
    BindFunction<QueryAllTableRows>(exports, "queryAllRows");
    BindFunction<SeekTableRow>(exports, "seekRow");
}

}  // namespace mapi_msg

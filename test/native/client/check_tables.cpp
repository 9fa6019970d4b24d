#include <cwchar>
#include <string>

#include "client/made_message.h"
#include "client/suites.h"

namespace client {

namespace {

ComPtr<IMAPITable> OpenRecipients(IMessage* message) {
    ComPtr<IMAPITable> table;
    CheckResult(message->GetRecipientTable(MAPI_UNICODE, table.Put()), S_OK, "GetRecipientTable");
    Tags columns{PR_DISPLAY_NAME_W, PR_ROWID};
    CheckResult(table->SetColumns(columns.Get(), 0), S_OK, "SetColumns");
    return table;
}

// The rows' numbers, from the cursor on.
std::string Rows(IMAPITable* table, LONG count = 100, ULONG flags = 0) {
    const RowsOwner rows = QueryRows(table, count, flags);
    if (!rows) return "failed";
    std::string numbers;
    for (ULONG i = 0; i < rows->cRows; ++i) numbers += std::to_string(rows->aRow[i].lpProps[1].Value.l);
    return numbers;
}

void CheckRows(IMAPITable* table, const std::string& expected, const std::string& what) {
    CheckResult(table->SeekRow(BOOKMARK_BEGINNING, 0, nullptr), S_OK, "SeekRow to the beginning");
    const std::string actual = Rows(table);
    Check(actual == expected, what, "got rows " + actual + " instead of " + expected);
}

void CheckColumns(IMessage* message) {
    const ComPtr<IMAPITable> table = OpenRecipients(message);
    SPropTagArray* tags = nullptr;
    CheckResult(table->QueryColumns(0, &tags), S_OK, "QueryColumns");
    MapiOwner<SPropTagArray> owner(tags);
    Check(tags->cValues == 2 && tags->aulPropTag[1] == PR_ROWID, "gives the columns that were set");
    CheckResult(table->QueryColumns(TBL_ALL_COLUMNS, &tags), S_OK, "QueryColumns of all");
    owner.reset(tags);
    bool hasMany = false;
    for (ULONG i = 0; i < tags->cValues; ++i) hasMany = hasMany || tags->aulPropTag[i] == kManyTexts;
    Check(hasMany, "has a column that one row alone fills");

    Tags columns{PR_NULL, kManyTexts, CHANGE_PROP_TYPE(PR_DISPLAY_NAME_W, PT_STRING8)};
    table->SetColumns(columns.Get(), TBL_BATCH);
    const RowsOwner rows = QueryRows(table.Get(), 2);
    Check(rows && rows->cRows == 2 && rows->aRow[0].cValues == 3, "rows have the columns' count");
    if (!rows || rows->cRows != 2) return;
    const SPropValue* first = rows->aRow[0].lpProps;
    CheckNumber(first[0].ulPropTag, PR_NULL, "PR_NULL keeps a place");
    CheckNumber(first[1].ulPropTag, CHANGE_PROP_TYPE(kManyTexts, PT_ERROR), "a column that a row lacks");
    CheckResult(first[1].Value.err, MAPI_E_NOT_FOUND, "is not found");
    Check(std::string(first[2].Value.lpszA) == "Dora", "a column in the other string type");
    CheckNumber(rows->aRow[1].lpProps[1].Value.MVszW.cValues, 2, "a multi-valued column");
    Tags untyped{PROP_TAG(PT_UNSPECIFIED, PROP_ID(PR_DISPLAY_NAME))};
    table->SetColumns(untyped.Get(), 0);
    const RowsOwner stored = QueryRows(table.Get(), 1);
    Check(stored && stored->cRows == 1 && stored->aRow[0].lpProps[0].ulPropTag == PR_DISPLAY_NAME_W,
          "a column without a type has the type that is stored");
    CheckResult(table->SetColumns(nullptr, 0), MAPI_E_INVALID_PARAMETER, "SetColumns without columns");
}

void CheckMoving(IMessage* message) {
    const ComPtr<IMAPITable> table = OpenRecipients(message);
    ULONG count = 0;
    CheckResult(table->GetRowCount(0, &count), S_OK, "GetRowCount");
    CheckNumber(count, kRecipientCount, "the number of recipients");
    Check(Rows(table.Get(), 2) == "01", "QueryRows from the beginning");
    Check(Rows(table.Get(), 2, TBL_NOADVANCE) == "23", "QueryRows goes on behind the last row");
    Check(Rows(table.Get(), 1) == "2", "TBL_NOADVANCE leaves the cursor at the first row");
    Check(Rows(table.Get(), -2) == "12", "a negative count reads the rows before, in forward order");
    Check(Rows(table.Get(), -2, TBL_NOADVANCE) == "12", "and leaves the cursor behind the last of them");
    Check(Rows(table.Get(), 1) == "1", "or, with TBL_NOADVANCE, at the first");
    Check(Rows(table.Get(), 100) == "234", "more rows than there are");
    Check(Rows(table.Get(), 1).empty(), "no rows at the end");
    SRowSet* none = nullptr;
    CheckResult(table->QueryRows(0, 0, &none), MAPI_E_INVALID_PARAMETER, "QueryRows of no rows");

    LONG sought = 0;
    CheckResult(table->SeekRow(BOOKMARK_END, -2, &sought), S_OK, "SeekRow from the end");
    CheckNumber(sought, -2, "tells how far");
    CheckResult(table->SeekRow(BOOKMARK_CURRENT, -10, &sought), S_OK, "SeekRow before the beginning");
    CheckNumber(sought, -3, "stops there");
    CheckResult(table->SeekRowApprox(1, 2), S_OK, "SeekRowApprox");
    ULONG row = 0;
    ULONG numerator = 0;
    ULONG denominator = 0;
    CheckResult(table->QueryPosition(&row, &numerator, &denominator), S_OK, "QueryPosition");
    Check(row == 2 && denominator != 0 && numerator <= denominator, "is in the middle");
    CheckResult(table->SeekRowApprox(1, 0), MAPI_E_INVALID_PARAMETER,
                "SeekRowApprox with a denominator of 0");

    BOOKMARK bookmark = 0;
    CheckResult(table->CreateBookmark(&bookmark), S_OK, "CreateBookmark");
    table->SeekRow(BOOKMARK_BEGINNING, 0, nullptr);
    CheckResult(table->SeekRow(bookmark, 1, nullptr), S_OK, "SeekRow from a bookmark");
    Check(Rows(table.Get(), 1) == "3", "is where it was set");
    CheckResult(table->FreeBookmark(bookmark), S_OK, "FreeBookmark");
    CheckResult(table->SeekRow(bookmark, 0, nullptr), MAPI_E_INVALID_BOOKMARK,
                "SeekRow from a freed bookmark");
    CheckResult(table->FreeBookmark(bookmark), MAPI_E_INVALID_BOOKMARK, "FreeBookmark of a freed one");
}

void CheckSorting(IMessage* message) {
    const ComPtr<IMAPITable> table = OpenRecipients(message);
    SizedSSortOrderSet(2, byName) = {
        2, 0, 0, {{PR_DISPLAY_NAME_W, TABLE_SORT_ASCEND}, {PR_ROWID, TABLE_SORT_DESCEND}}};
    BOOKMARK bookmark = 0;
    table->CreateBookmark(&bookmark);
    CheckResult(table->SortTable(reinterpret_cast<SSortOrderSet*>(&byName), 0), S_OK, "SortTable");
    CheckRows(table.Get(), "14230", "rows by name, then by number backward");
    CheckResult(table->SeekRow(bookmark, 0, nullptr), MAPI_E_INVALID_BOOKMARK, "sorting discards bookmarks");
    SSortOrderSet* order = nullptr;
    CheckResult(table->QuerySortOrder(&order), S_OK, "QuerySortOrder");
    const MapiOwner<SSortOrderSet> owner(order);
    Check(order->cSorts == 2 && order->aSort[0].ulPropTag == PR_DISPLAY_NAME_W,
          "gives the order that was set");
    byName.cCategories = 1;
    CheckResult(table->SortTable(reinterpret_cast<SSortOrderSet*>(&byName), 0), MAPI_E_TOO_COMPLEX,
                "SortTable with categories");
    CheckRows(table.Get(), "14230", "the order before a failure stays");
    byName.cCategories = 0;
    byName.cSorts = 0;
    CheckResult(table->SortTable(reinterpret_cast<SSortOrderSet*>(&byName), 0), S_OK,
                "SortTable without columns");
    CheckRows(table.Get(), "01234", "takes the order away");
}

void CheckAttachmentTable(IMessage* message) {
    ComPtr<IMAPITable> table;
    CheckResult(message->OpenProperty(PR_MESSAGE_ATTACHMENTS, &IID_IMAPITable, MAPI_UNICODE, 0,
                                      reinterpret_cast<IUnknown**>(table.Put())),
                S_OK, "PR_MESSAGE_ATTACHMENTS as IMAPITable");
    Tags columns{PR_RENDERING_POSITION, PR_ATTACH_NUM, PR_INSTANCE_KEY, PR_ATTACH_DATA_BIN};
    table->SetColumns(columns.Get(), 0);
    CheckRows(table.Get(), "150", "attachments are ordered by their place in the text, then by number");
    table->SeekRow(BOOKMARK_BEGINNING, 2, nullptr);
    const RowsOwner rows = QueryRows(table.Get(), 1);
    Check(rows && rows->cRows == 1, "a row of the attachment table");
    if (!rows || rows->cRows != 1) return;
    SPropValue* row = rows->aRow[0].lpProps;
    CheckNumber(row[0].Value.l, 7, "PR_RENDERING_POSITION");
    CheckResult(row[3].Value.err, MAPI_E_NOT_ENOUGH_MEMORY, "a large value is not in the row");

    SRestriction byKey{};
    byKey.rt = RES_PROPERTY;
    byKey.res.resProperty = {RELOP_EQ, PR_INSTANCE_KEY, &row[2]};
    CheckResult(table->FindRow(&byKey, BOOKMARK_BEGINNING, 0), S_OK, "FindRow by PR_INSTANCE_KEY");
    Check(Rows(table.Get(), 1) == "0", "finds the row");

    SRowSet* all = nullptr;
    CheckResult(mapi.HrQueryAllRows(table.Get(), columns.Get(), nullptr, nullptr, 0, &all), S_OK,
                "HrQueryAllRows");
    const RowsOwner allOwner(all);
    CheckNumber(all ? all->cRows : 0, 3, "gives all rows");
}

}  // namespace

void CheckTables(IMessage* message) {
    CheckColumns(message);
    CheckMoving(message);
    CheckSorting(message);
    CheckAttachmentTable(message);
    const ComPtr<IMAPITable> table = OpenRecipients(message);
    ULONG status = 0;
    ULONG type = 0;
    CheckResult(table->GetStatus(&status, &type), S_OK, "GetStatus");
    CheckNumber(status, TBLSTAT_COMPLETE, "nothing is under way");
    CheckResult(table->Abort(), MAPI_E_UNABLE_TO_ABORT, "Abort, with nothing under way");
    ULONG more = 0;
    SRowSet* rows = nullptr;
    CheckResult(table->ExpandRow(0, nullptr, 1, 0, &rows, &more), MAPI_E_NO_SUPPORT,
                "ExpandRow, without categories");
}

void CheckRestrictions(IMessage* message) {
    const ComPtr<IMAPITable> table = OpenRecipients(message);
    SPropValue number{};
    SPropValue text{};
    SPropValue narrow{};
    SRestriction restriction{};
    const auto restrictTo = [&](const SRestriction& wanted, const std::string& rows,
                                const std::string& what) {
        SRestriction copy = wanted;
        CheckResult(table->Restrict(&copy, 0), S_OK, "Restrict, " + what);
        CheckRows(table.Get(), rows, what);
    };
    const auto property = [&](ULONG relation, ULONG tag, SPropValue* value) {
        SRestriction result{};
        result.rt = RES_PROPERTY;
        result.res.resProperty = {relation, tag, value};
        return result;
    };
    const auto content = [&](ULONG level, ULONG tag, SPropValue* value) {
        SRestriction result{};
        result.rt = RES_CONTENT;
        result.res.resContent = {level, tag, value};
        return result;
    };
    number.ulPropTag = PR_RECIPIENT_TYPE;
    number.Value.l = MAPI_CC;
    text.ulPropTag = PR_DISPLAY_NAME_W;
    narrow.ulPropTag = PR_DISPLAY_NAME_A;
    narrow.Value.lpszA = const_cast<char*>("Bert");

    restrictTo(property(RELOP_EQ, PR_RECIPIENT_TYPE, &number), "14", "equal");
    restrictTo(property(RELOP_NE, PR_RECIPIENT_TYPE, &number), "023", "not equal");
    restrictTo(property(RELOP_LT, PR_RECIPIENT_TYPE, &number), "02", "less");
    restrictTo(property(RELOP_LE, PR_RECIPIENT_TYPE, &number), "0124", "less or equal");
    restrictTo(property(RELOP_GT, PR_RECIPIENT_TYPE, &number), "3", "greater");
    restrictTo(property(RELOP_GE, PR_RECIPIENT_TYPE, &number), "134", "greater or equal");
    restrictTo(property(RELOP_EQ, PR_DISPLAY_NAME_A, &narrow), "24", "an 8-bit string");
    text.Value.lpszW = const_cast<wchar_t*>(L"Chl\u00F6e");
    restrictTo(property(RELOP_EQ, PR_DISPLAY_NAME_W, &text), "3", "a Unicode string");
    text.Value.lpszW = const_cast<wchar_t*>(L"C");
    restrictTo(property(RELOP_GE, PR_DISPLAY_NAME_W, &text), "03", "strings in alphabetical order");

    text.Value.lpszW = const_cast<wchar_t*>(L"A");
    restrictTo(content(FL_PREFIX | FL_IGNORECASE, PR_DISPLAY_NAME_W, &text), "1",
               "a prefix, whatever its case");
    restrictTo(content(FL_PREFIX, PR_DISPLAY_NAME_W, &text), "", "a prefix of that case");
    text.Value.lpszW = const_cast<wchar_t*>(L"hlo");
    restrictTo(content(FL_SUBSTRING | FL_IGNORENONSPACE, PR_DISPLAY_NAME_W, &text), "3",
               "a substring, without accents");
    text.Value.lpszW = const_cast<wchar_t*>(L"bert");
    restrictTo(content(FL_FULLSTRING | FL_LOOSE, PR_DISPLAY_NAME_W, &text), "24", "the full string, loosely");
    SPropValue one{};
    one.ulPropTag = CHANGE_PROP_TYPE(kManyTexts, PT_UNICODE);
    one.Value.lpszW = const_cast<wchar_t*>(L"y");
    restrictTo(property(RELOP_EQ, kManyTexts, &one), "1", "one of several values");

    SRestriction parts[2] = {property(RELOP_EQ, PR_DISPLAY_NAME_A, &narrow),
                             property(RELOP_EQ, PR_RECIPIENT_TYPE, &number)};
    restriction.rt = RES_AND;
    restriction.res.resAnd = {2, parts};
    restrictTo(restriction, "4", "and");
    restriction.rt = RES_OR;
    restriction.res.resOr = {2, parts};
    restrictTo(restriction, "124", "or");
    restriction.rt = RES_NOT;
    restriction.res.resNot = {0, parts};
    restrictTo(restriction, "013", "not");
    restriction.rt = RES_EXIST;
    restriction.res.resExist = {0, kManyTexts, 0};
    restrictTo(restriction, "1", "existence");
    restriction.rt = RES_BITMASK;
    restriction.res.resBitMask = {BMR_NEZ, PR_RECIPIENT_TYPE, 1};
    restrictTo(restriction, "023", "a bit that is set");
    restriction.res.resBitMask.relBMR = BMR_EQZ;
    restrictTo(restriction, "14", "a bit that is not set");
    restriction.rt = RES_SIZE;
    restriction.res.resSize = {RELOP_GT, PR_DISPLAY_NAME_W, 8};
    restrictTo(restriction, "3", "a size");
    restriction.rt = RES_COMPAREPROPS;
    restriction.res.resCompareProps = {RELOP_GT, PR_ROWID, PR_RECIPIENT_TYPE};
    restrictTo(restriction, "24", "two properties of the row");
    restriction.rt = RES_COMMENT;
    restriction.res.resComment = {0, parts, nullptr};
    restrictTo(restriction, "24", "a comment");

    restriction.rt = RES_SUBRESTRICTION;
    restriction.res.resSub = {PR_MESSAGE_RECIPIENTS, parts};
    CheckResult(table->Restrict(&restriction, 0), MAPI_E_TOO_COMPLEX, "a restriction on sub-objects");
    SRestriction mixed = property(RELOP_EQ, PR_DISPLAY_NAME_W, &number);
    CheckResult(table->Restrict(&mixed, 0), MAPI_E_TOO_COMPLEX, "types that do not match");
    CheckRows(table.Get(), "24", "the restriction before a failure stays");
    CheckResult(table->Restrict(nullptr, 0), S_OK, "Restrict with NULL");
    CheckRows(table.Get(), "01234", "shows all rows");

    SRestriction byName = property(RELOP_EQ, PR_DISPLAY_NAME_A, &narrow);
    CheckResult(table->FindRow(&byName, BOOKMARK_BEGINNING, 0), S_OK, "FindRow forward");
    Check(Rows(table.Get(), 1) == "2", "finds the first");
    CheckResult(table->FindRow(&byName, BOOKMARK_CURRENT, 0), S_OK, "FindRow from there");
    Check(Rows(table.Get(), 1) == "4", "finds the next");
    CheckResult(table->FindRow(&byName, BOOKMARK_CURRENT, 0), MAPI_E_NOT_FOUND, "FindRow behind the last");
    CheckResult(table->FindRow(&byName, BOOKMARK_END, DIR_BACKWARD), S_OK, "FindRow backward");
    Check(Rows(table.Get(), 1) == "4", "finds the last");
    CheckResult(table->FindRow(nullptr, BOOKMARK_BEGINNING, 0), MAPI_E_INVALID_PARAMETER,
                "FindRow without a restriction");
}

}  // namespace client

#include "provider/table.h"

#include <algorithm>
#include <numeric>
#include <unordered_set>

#include "provider/prop_methods.h"
#include "provider/value_compare.h"

namespace mapi_msg {

using namespace format;

namespace {

// Where each row of many has other properties, rows with all of them would be as large as the product.
constexpr std::size_t kMostColumns = 1000;

}  // namespace

Table::Table(TreeObject& owner, Rows rows, StringWidth width, std::uint64_t largestValue,
             std::vector<PropertyTag> columns)
    : ComTreeObject(owner.SharedTree()),
      owner_(&owner),
      rows_(std::move(rows)),
      width_(width),
      largestValue_(largestValue),
      columns_(std::move(columns)),
      view_(rows_.size()) {
    for (PropertyTag& column : columns_) column = WithWidth(column, width_);
    std::iota(view_.begin(), view_.end(), 0u);
}

HRESULT Table::QueryInterface(REFIID iid, void** object) {
    return Query(iid == IID_IUnknown || iid == IID_IMAPITable, object);
}

void Table::CloseContents() noexcept {
    rows_.clear();
    view_.clear();
}

HRESULT Table::GetLastError(HRESULT result, ULONG flags, MAPIERROR** error) {
    return DescribeLastError(result, flags, error);
}

// The rows never change, so there is nothing to be told about.
HRESULT Table::Advise(ULONG, IMAPIAdviseSink*, ULONG_PTR*) {
    return Call([]() -> HRESULT { return MAPI_E_NO_SUPPORT; });
}

HRESULT Table::Unadvise(ULONG_PTR) {
    return Call([]() -> HRESULT { return MAPI_E_NO_SUPPORT; });
}

HRESULT Table::GetStatus(ULONG* status, ULONG* tableType) {
    return Call([&]() -> HRESULT {
        if (!status || !tableType) return MAPI_E_INVALID_PARAMETER;
        *status = TBLSTAT_COMPLETE;
        *tableType = TBLTYPE_SNAPSHOT;
        return S_OK;
    });
}

HRESULT Table::SetColumns(SPropTagArray* tags, ULONG flags) {
    return Call([&]() -> HRESULT {
        CheckFlags(flags, TBL_ASYNC | TBL_BATCH);
        if (!tags || tags->cValues == 0) return MAPI_E_INVALID_PARAMETER;
        columns_.assign(tags->aulPropTag, tags->aulPropTag + tags->cValues);
        return S_OK;
    });
}

std::vector<PropertyTag> Table::AllColumns() {
    std::vector<PropertyTag> all;
    std::unordered_set<PropertyTag> seen;
    for (const auto& row : rows_) {
        row->PrepareRow();
        for (PropertyTag tag : row->Tags(StringWidth::kAsStored)) {
            if (!seen.insert(tag).second) continue;
            all.push_back(tag);
            if (all.size() == kMostColumns) return all;
        }
    }
    return all;
}

HRESULT Table::QueryColumns(ULONG flags, SPropTagArray** tags) {
    return Call([&]() -> HRESULT {
        if (!tags) return MAPI_E_INVALID_PARAMETER;
        *tags = nullptr;
        CheckFlags(flags, TBL_ALL_COLUMNS);
        *tags = ToTagArray(flags & TBL_ALL_COLUMNS ? AllColumns() : columns_, Tree().Memory()).Detach();
        return S_OK;
    });
}

HRESULT Table::GetRowCount(ULONG flags, ULONG* count) {
    return Call([&]() -> HRESULT {
        if (!count) return MAPI_E_INVALID_PARAMETER;
        CheckFlags(flags, 0);
        *count = static_cast<ULONG>(view_.size());
        return S_OK;
    });
}

std::size_t Table::PositionOf(BOOKMARK bookmark) {
    switch (bookmark) {
        case BOOKMARK_BEGINNING:
            return 0;
        case BOOKMARK_CURRENT:
            return position_;
        case BOOKMARK_END:
            return view_.size();
        default:
            break;
    }
    const auto found = bookmarks_.find(bookmark);
    if (found == bookmarks_.end()) throw ResultError{MAPI_E_INVALID_BOOKMARK};
    return found->second;
}

HRESULT Table::SeekRow(BOOKMARK origin, LONG count, LONG* sought) {
    return Call([&]() -> HRESULT {
        const auto start = static_cast<std::int64_t>(PositionOf(origin));
        const std::int64_t target = std::clamp<std::int64_t>(start + count, 0, view_.size());
        position_ = static_cast<std::size_t>(target);
        if (sought) *sought = static_cast<LONG>(target - start);
        return S_OK;
    });
}

HRESULT Table::SeekRowApprox(ULONG numerator, ULONG denominator) {
    return Call([&]() -> HRESULT {
        if (denominator == 0) return MAPI_E_INVALID_PARAMETER;
        const std::uint64_t rows = view_.size();
        position_ = numerator >= denominator ? view_.size()
                                             : static_cast<std::size_t>(rows * numerator / denominator);
        return S_OK;
    });
}

HRESULT Table::QueryPosition(ULONG* row, ULONG* numerator, ULONG* denominator) {
    return Call([&]() -> HRESULT {
        if (!row || !numerator || !denominator) return MAPI_E_INVALID_PARAMETER;
        *row = static_cast<ULONG>(position_);
        *numerator = static_cast<ULONG>(position_);
        *denominator = static_cast<ULONG>(std::max<std::size_t>(view_.size(), 1));
        return S_OK;
    });
}

HRESULT Table::FindRow(SRestriction* restriction, BOOKMARK origin, ULONG flags) {
    return Call([&]() -> HRESULT {
        CheckFlags(flags, DIR_BACKWARD);
        if (!restriction) return MAPI_E_INVALID_PARAMETER;
        const Restriction wanted = Restriction::Parse(*restriction, CodePage());
        const std::size_t start = PositionOf(origin);
        const auto matches = [&](std::size_t position) {
            PropertySource& row = *rows_[view_[position]];
            row.PrepareRow();
            return wanted.Matches(row);
        };
        // Forward from the bookmark's row, backward from the one before it.
        if (flags & DIR_BACKWARD) {
            for (std::size_t position = start; position-- > 0;) {
                if (!matches(position)) continue;
                position_ = position;
                return S_OK;
            }
            return MAPI_E_NOT_FOUND;
        }
        for (std::size_t position = start; position < view_.size(); ++position) {
            if (!matches(position)) continue;
            position_ = position;
            return S_OK;
        }
        return MAPI_E_NOT_FOUND;
    });
}

UINT Table::CodePage() { return rows_.empty() ? GetACP() : rows_.front()->CodePage(); }

std::vector<std::uint32_t> Table::MakeView(const std::optional<Restriction>& restriction,
                                           const std::vector<SSortOrder>& order) {
    std::vector<std::uint32_t> view;
    for (std::uint32_t i = 0; i < rows_.size(); ++i) {
        if (restriction) {
            rows_[i]->PrepareRow();
            if (!restriction->Matches(*rows_[i])) continue;
        }
        view.push_back(i);
    }
    if (!order.empty()) Sort(view, order);
    return view;
}

void Table::Sort(std::vector<std::uint32_t>& view, const std::vector<SSortOrder>& order) {
    // Each row's keys are read once. A row without the property comes first.
    std::vector<std::vector<PropertyValue>> keys(rows_.size());
    for (std::uint32_t row : view) {
        rows_[row]->PrepareRow();
        for (const SSortOrder& by : order) {
            const PropertyTag tag = WithWidth(by.ulPropTag, StringWidth::kUnicode);
            keys[row].push_back(rows_[row]->Get(tag, StringWidth::kUnicode, kNoLimit));
        }
    }
    const auto compare = [](const PropertyValue& left, const PropertyValue& right) {
        if (left.IsError() || right.IsError())
            return static_cast<int>(right.IsError()) - static_cast<int>(left.IsError());
        return CompareValues(left, right);
    };
    std::stable_sort(view.begin(), view.end(), [&](std::uint32_t left, std::uint32_t right) {
        for (std::size_t i = 0; i < order.size(); ++i) {
            const int result = compare(keys[left][i], keys[right][i]);
            if (result != 0) return order[i].ulOrder == TABLE_SORT_DESCEND ? result > 0 : result < 0;
        }
        return false;
    });
}

void Table::Show(std::vector<std::uint32_t> view) {
    view_ = std::move(view);
    position_ = 0;
    bookmarks_.clear();
}

HRESULT Table::Restrict(SRestriction* restriction, ULONG flags) {
    return Call([&]() -> HRESULT {
        CheckFlags(flags, TBL_ASYNC | TBL_BATCH);
        std::optional<Restriction> parsed;
        if (restriction) parsed = Restriction::Parse(*restriction, CodePage());
        Show(MakeView(parsed, order_));
        restriction_ = std::move(parsed);
        return S_OK;
    });
}

HRESULT Table::SortTable(SSortOrderSet* order, ULONG flags) {
    return Call([&]() -> HRESULT {
        CheckFlags(flags, TBL_ASYNC | TBL_BATCH);
        if (!order) return MAPI_E_INVALID_PARAMETER;
        if (order->cCategories != 0) return MAPI_E_TOO_COMPLEX;
        std::vector<SSortOrder> parsed(order->aSort, order->aSort + order->cSorts);
        for (const SSortOrder& key : parsed) {
            const bool known = key.ulOrder == TABLE_SORT_ASCEND || key.ulOrder == TABLE_SORT_DESCEND;
            if (!known || !IsComparable(TypeOf(WithWidth(key.ulPropTag, StringWidth::kUnicode)))) {
                return MAPI_E_TOO_COMPLEX;
            }
        }
        Show(MakeView(restriction_, parsed));
        order_ = std::move(parsed);
        return S_OK;
    });
}

HRESULT Table::QuerySortOrder(SSortOrderSet** order) {
    return Call([&]() -> HRESULT {
        if (!order) return MAPI_E_INVALID_PARAMETER;
        *order = nullptr;
        const std::size_t size = CbNewSSortOrderSet(std::max<std::size_t>(order_.size(), 1));
        auto set = Tree().Memory().Allocate<SSortOrderSet>(size);
        set->cSorts = static_cast<ULONG>(order_.size());
        set->cCategories = 0;
        set->cExpanded = 0;
        std::copy(order_.begin(), order_.end(), set->aSort);
        *order = set.Detach();
        return S_OK;
    });
}

HRESULT Table::CreateBookmark(BOOKMARK* position) {
    return Call([&]() -> HRESULT {
        constexpr std::size_t kMostBookmarks = 10000;
        if (!position) return MAPI_E_INVALID_PARAMETER;
        if (bookmarks_.size() >= kMostBookmarks) return MAPI_E_UNABLE_TO_COMPLETE;
        bookmarks_.emplace(nextBookmark_, position_);
        *position = nextBookmark_++;
        return S_OK;
    });
}

HRESULT Table::FreeBookmark(BOOKMARK position) {
    return Call([&]() -> HRESULT {
        // The predefined ones are always there.
        if (position <= BOOKMARK_END || bookmarks_.erase(position) == 1) return S_OK;
        return MAPI_E_INVALID_BOOKMARK;
    });
}

PropertyValue Table::Cell(std::size_t row, PropertyTag column) {
    // PR_NULL keeps a place in the row, and comes back there.
    if (TypeOf(column) == PT_NULL) return LongValue(column, 0);
    return rows_[row]->GetForClient(column, StringWidth::kAsStored, largestValue_);
}

SRowSet* Table::MakeRowSet(std::size_t first, std::size_t count) {
    const Allocator& memory = Tree().Memory();
    // Rows are blocks of their own, so they are collected first: nothing is lost if memory runs out.
    std::vector<Allocator::Buffer<SPropValue>> rows;
    rows.reserve(count);
    std::vector<PropertyValue> cells;
    for (std::size_t i = first; i < first + count; ++i) {
        rows_[view_[i]]->PrepareRow();
        cells.clear();
        for (PropertyTag column : columns_) cells.push_back(Cell(view_[i], column));
        rows.push_back(ToPropValues(cells, memory));
    }
    auto set = memory.Allocate<SRowSet>(CbNewSRowSet(std::max<std::size_t>(count, 1)));
    set->cRows = static_cast<ULONG>(count);
    for (std::size_t i = 0; i < count; ++i) {
        set->aRow[i] = {0, static_cast<ULONG>(columns_.size()), rows[i].Detach()};
    }
    return set.Detach();
}

HRESULT Table::QueryRows(LONG count, ULONG flags, SRowSet** rows) {
    return Call([&]() -> HRESULT {
        if (!rows) return MAPI_E_INVALID_PARAMETER;
        *rows = nullptr;
        CheckFlags(flags, TBL_NOADVANCE);
        if (count == 0) return MAPI_E_INVALID_PARAMETER;

        // A negative count moves the beginning back; rows are in forward order all the same.
        std::size_t first = position_;
        std::size_t last = position_;
        if (count > 0) {
            last += std::min(static_cast<std::size_t>(count), view_.size() - position_);
        } else {
            const auto wanted = static_cast<std::size_t>(-static_cast<std::int64_t>(count));
            first -= std::min(wanted, position_);
        }
        *rows = MakeRowSet(first, last - first);
        // As the documentation has it, in both directions: behind the last row, or at the first.
        position_ = flags & TBL_NOADVANCE ? first : last;
        return S_OK;
    });
}

HRESULT Table::Abort() {
    return Call([]() -> HRESULT { return MAPI_E_UNABLE_TO_ABORT; });
}

HRESULT Table::ExpandRow(ULONG, BYTE*, ULONG, ULONG, SRowSet**, ULONG*) {
    return Call([]() -> HRESULT { return MAPI_E_NO_SUPPORT; });
}

HRESULT Table::CollapseRow(ULONG, BYTE*, ULONG, ULONG*) {
    return Call([]() -> HRESULT { return MAPI_E_NO_SUPPORT; });
}

// Nothing is ever under way.
HRESULT Table::WaitForCompletion(ULONG, ULONG, ULONG* status) {
    return Call([&]() -> HRESULT {
        if (status) *status = TBLSTAT_COMPLETE;
        return S_OK;
    });
}

HRESULT Table::GetCollapseState(ULONG, ULONG, BYTE*, ULONG*, BYTE**) {
    return Call([]() -> HRESULT { return MAPI_E_NO_SUPPORT; });
}

HRESULT Table::SetCollapseState(ULONG, ULONG, BYTE*, BOOKMARK*) {
    return Call([]() -> HRESULT { return MAPI_E_NO_SUPPORT; });
}

}  // namespace mapi_msg

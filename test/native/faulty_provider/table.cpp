#include "faulty_provider/table.h"

#include <algorithm>
#include <cstdlib>

#include "faulty_provider/object.h"
#include "faulty_provider/values.h"

namespace faulty {
namespace {

constexpr ULONG kHuge = 0x7FFFFFF0;
constexpr BOOKMARK kBookmark = 7;

class Table final : public Object<IMAPITable> {
  public:
    explicit Table(ULONG rows) : Object({IID_IUnknown, IID_IMAPITable}), rows_(rows), columns_(OwnTags()) {}

    HRESULT STDMETHODCALLTYPE GetLastError(HRESULT, ULONG, MAPIERROR** error) override {
        return MakeLastError("IMAPITable::GetLastError", error);
    }
    HRESULT STDMETHODCALLTYPE Advise(ULONG, IMAPIAdviseSink*, ULONG_PTR*) override {
        return MAPI_E_NO_SUPPORT;
    }
    HRESULT STDMETHODCALLTYPE Unadvise(ULONG_PTR) override { return MAPI_E_NO_SUPPORT; }
    HRESULT STDMETHODCALLTYPE GetStatus(ULONG* status, ULONG* type) override {
        const Fault fault("IMAPITable::GetStatus");
        if (!fault.Fails()) *status = *type = 0;
        return fault.Result();
    }
    HRESULT STDMETHODCALLTYPE SetColumns(SPropTagArray* tags, ULONG) override {
        const Fault fault("IMAPITable::SetColumns");
        if (!fault.Fails()) columns_ = TagsOf(tags);
        return fault.Result();
    }
    HRESULT STDMETHODCALLTYPE QueryColumns(ULONG, SPropTagArray** tags) override {
        const Fault fault("IMAPITable::QueryColumns");
        if (!fault.Fails()) *tags = MakeTagArray(fault, columns_);
        return fault.Result();
    }
    HRESULT STDMETHODCALLTYPE GetRowCount(ULONG, ULONG* count) override {
        const Fault fault("IMAPITable::GetRowCount");
        if (!fault.Fails()) *count = fault.Is("huge") ? kHuge : rows_;
        return fault.Result();
    }
    HRESULT STDMETHODCALLTYPE SeekRow(BOOKMARK, LONG count, LONG* sought) override {
        const Fault fault("IMAPITable::SeekRow");
        if (fault.Fails()) return fault.Result();
        position_ = 0;
        *sought = count;
        return fault.Result();
    }
    HRESULT STDMETHODCALLTYPE SeekRowApprox(ULONG, ULONG) override {
        return DoNothing("IMAPITable::SeekRowApprox");
    }
    HRESULT STDMETHODCALLTYPE QueryPosition(ULONG* row, ULONG* numerator, ULONG* denominator) override {
        const Fault fault("IMAPITable::QueryPosition");
        if (!fault.Fails()) *row = *numerator = *denominator = 0;
        return fault.Result();
    }
    HRESULT STDMETHODCALLTYPE FindRow(SRestriction*, BOOKMARK, ULONG) override {
        return DoNothing("IMAPITable::FindRow");
    }
    HRESULT STDMETHODCALLTYPE Restrict(SRestriction*, ULONG) override {
        return DoNothing("IMAPITable::Restrict");
    }
    HRESULT STDMETHODCALLTYPE CreateBookmark(BOOKMARK* position) override {
        const Fault fault("IMAPITable::CreateBookmark");
        if (!fault.Fails() && !fault.Is("null")) *position = kBookmark;
        return fault.Result();
    }
    HRESULT STDMETHODCALLTYPE FreeBookmark(BOOKMARK) override {
        return DoNothing("IMAPITable::FreeBookmark");
    }
    HRESULT STDMETHODCALLTYPE SortTable(SSortOrderSet*, ULONG) override {
        return DoNothing("IMAPITable::SortTable");
    }
    HRESULT STDMETHODCALLTYPE QuerySortOrder(SSortOrderSet** order) override {
        return HandOut("IMAPITable::QuerySortOrder", order, [] {
            auto* const made = static_cast<SSortOrderSet*>(AllocateBlock(CbNewSSortOrderSet(1)));
            *made = {Fault("IMAPITable::QuerySortOrder").Is("huge") ? kHuge : 1, 0, 0, {{OwnTags()[0], 0}}};
            return made;
        });
    }
    HRESULT STDMETHODCALLTYPE QueryRows(LONG count, ULONG, SRowSet** rows) override {
        *rows = nullptr;
        const Fault fault("IMAPITable::QueryRows");
        if (fault.Fails()) return fault.Result();
        if (fault.Is("null")) return fault.Result();
        ULONG given = std::min(static_cast<ULONG>(std::abs(count)), rows_ - position_);
        position_ += given;
        if (fault.Is("many")) given = static_cast<ULONG>(std::abs(count)) + 1;
        if (fault.Is("endless")) given = static_cast<ULONG>(std::abs(count));
        auto* const made = static_cast<SRowSet*>(AllocateBlock(CbNewSRowSet(given + 1)));
        for (ULONG i = 0; i < given; i++) {
            SRow& row = made->aRow[i];
            row = {0, static_cast<ULONG>(columns_.size()), nullptr};
            if (!fault.Is("empty")) row.lpProps = MakeValues(fault, columns_, &row.cValues);
        }
        made->cRows = fault.Is("huge") ? kHuge : given;
        *rows = made;
        return fault.Result();
    }
    HRESULT STDMETHODCALLTYPE Abort() override { return MAPI_E_NO_SUPPORT; }
    HRESULT STDMETHODCALLTYPE ExpandRow(ULONG, BYTE*, ULONG, ULONG, SRowSet**, ULONG*) override {
        return MAPI_E_NO_SUPPORT;
    }
    HRESULT STDMETHODCALLTYPE CollapseRow(ULONG, BYTE*, ULONG, ULONG*) override { return MAPI_E_NO_SUPPORT; }
    HRESULT STDMETHODCALLTYPE WaitForCompletion(ULONG, ULONG, ULONG*) override { return MAPI_E_NO_SUPPORT; }
    HRESULT STDMETHODCALLTYPE GetCollapseState(ULONG, ULONG, BYTE*, ULONG*, BYTE**) override {
        return MAPI_E_NO_SUPPORT;
    }
    HRESULT STDMETHODCALLTYPE SetCollapseState(ULONG, ULONG, BYTE*, BOOKMARK*) override {
        return MAPI_E_NO_SUPPORT;
    }

  private:
    const ULONG rows_;
    std::vector<ULONG> columns_;
    ULONG position_ = 0;
};

}  // namespace

IMAPITable* MakeTable(ULONG rows) { return new Table(rows); }

}  // namespace faulty

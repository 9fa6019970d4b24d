// IMAPITable over the attachments or recipients of a message, as they were when the table was opened.
#pragma once

#include <map>
#include <optional>

#include "provider/property_source.h"
#include "provider/restriction.h"
#include "provider/tree_object.h"

namespace mapi_msg {

class Table final : public ComTreeObject<IMAPITable> {
  public:
    using Rows = std::vector<std::shared_ptr<PropertySource>>;

    // `columns` are those shown until the client calls SetColumns. Their strings get the table's width.
    Table(TreeObject& owner, Rows rows, StringWidth width, std::uint64_t largestValue,
          std::vector<format::PropertyTag> columns);

    HRESULT STDMETHODCALLTYPE QueryInterface(REFIID iid, void** object) override;
    HRESULT STDMETHODCALLTYPE GetLastError(HRESULT result, ULONG flags, MAPIERROR** error) override;
    HRESULT STDMETHODCALLTYPE Advise(ULONG eventMask, IMAPIAdviseSink* sink, ULONG_PTR* connection) override;
    HRESULT STDMETHODCALLTYPE Unadvise(ULONG_PTR connection) override;
    HRESULT STDMETHODCALLTYPE GetStatus(ULONG* status, ULONG* tableType) override;
    HRESULT STDMETHODCALLTYPE SetColumns(SPropTagArray* tags, ULONG flags) override;
    HRESULT STDMETHODCALLTYPE QueryColumns(ULONG flags, SPropTagArray** tags) override;
    HRESULT STDMETHODCALLTYPE GetRowCount(ULONG flags, ULONG* count) override;
    HRESULT STDMETHODCALLTYPE SeekRow(BOOKMARK origin, LONG count, LONG* sought) override;
    HRESULT STDMETHODCALLTYPE SeekRowApprox(ULONG numerator, ULONG denominator) override;
    HRESULT STDMETHODCALLTYPE QueryPosition(ULONG* row, ULONG* numerator, ULONG* denominator) override;
    HRESULT STDMETHODCALLTYPE FindRow(SRestriction* restriction, BOOKMARK origin, ULONG flags) override;
    HRESULT STDMETHODCALLTYPE Restrict(SRestriction* restriction, ULONG flags) override;
    HRESULT STDMETHODCALLTYPE CreateBookmark(BOOKMARK* position) override;
    HRESULT STDMETHODCALLTYPE FreeBookmark(BOOKMARK position) override;
    HRESULT STDMETHODCALLTYPE SortTable(SSortOrderSet* order, ULONG flags) override;
    HRESULT STDMETHODCALLTYPE QuerySortOrder(SSortOrderSet** order) override;
    HRESULT STDMETHODCALLTYPE QueryRows(LONG count, ULONG flags, SRowSet** rows) override;
    HRESULT STDMETHODCALLTYPE Abort() override;
    HRESULT STDMETHODCALLTYPE ExpandRow(ULONG keySize, BYTE* instanceKey, ULONG rowCount, ULONG flags,
                                        SRowSet** rows, ULONG* moreRows) override;
    HRESULT STDMETHODCALLTYPE CollapseRow(ULONG keySize, BYTE* instanceKey, ULONG flags,
                                          ULONG* rowCount) override;
    HRESULT STDMETHODCALLTYPE WaitForCompletion(ULONG flags, ULONG timeout, ULONG* status) override;
    HRESULT STDMETHODCALLTYPE GetCollapseState(ULONG flags, ULONG keySize, BYTE* instanceKey,
                                               ULONG* stateSize, BYTE** state) override;
    HRESULT STDMETHODCALLTYPE SetCollapseState(ULONG flags, ULONG stateSize, BYTE* state,
                                               BOOKMARK* location) override;

    void CloseContents() noexcept override;

  private:
    std::vector<format::PropertyTag> AllColumns();
    std::size_t PositionOf(BOOKMARK bookmark);
    // The rows that match, in the order asked for.
    std::vector<std::uint32_t> MakeView(const std::optional<Restriction>& restriction,
                                        const std::vector<SSortOrder>& order);
    void Sort(std::vector<std::uint32_t>& view, const std::vector<SSortOrder>& order);
    // Puts a new view in place. What pointed into the old one is void.
    void Show(std::vector<std::uint32_t> view);
    UINT CodePage();
    PropertyValue Cell(std::size_t row, format::PropertyTag column);
    SRowSet* MakeRowSet(std::size_t first, std::size_t count);

    TreeReference<TreeObject> owner_;
    Rows rows_;
    StringWidth width_;
    std::uint64_t largestValue_;
    std::vector<format::PropertyTag> columns_;
    std::vector<std::uint32_t> view_;  // the rows that the client sees, in its order
    std::size_t position_ = 0;         // in view_; its size when at the end
    std::optional<Restriction> restriction_;
    std::vector<SSortOrder> order_;
    std::map<BOOKMARK, std::size_t> bookmarks_;
    BOOKMARK nextBookmark_ = BOOKMARK_END + 1;
};

}  // namespace mapi_msg

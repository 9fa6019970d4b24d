#include "storage/element_enumerator.h"

#include <algorithm>

#include "storage/element_status.h"
#include "storage/storage_result.h"

namespace mapi_msg {

HRESULT ElementEnumerator::Next(ULONG count, STATSTG* elements, ULONG* fetched) {
    if (fetched) *fetched = 0;
    if (!elements || (!fetched && count != 1)) return STG_E_INVALIDPOINTER;
    ULONG done = 0;
    while (done < count && next_ < elements_.size()) {
        const ListedElement& element = elements_[next_];
        elements[done] = element.status;
        elements[done].pwcsName = CopyName(element.name.View());
        if (!elements[done].pwcsName) {
            while (done > 0) ::CoTaskMemFree(elements[--done].pwcsName);
            return STG_E_INSUFFICIENTMEMORY;
        }
        ++done;
        ++next_;
    }
    if (fetched) *fetched = done;
    return done == count ? S_OK : S_FALSE;
}

HRESULT ElementEnumerator::Skip(ULONG count) {
    const std::size_t skipped = std::min<std::size_t>(count, elements_.size() - next_);
    next_ += skipped;
    return skipped == count ? S_OK : S_FALSE;
}

HRESULT ElementEnumerator::Reset() {
    next_ = 0;
    return S_OK;
}

HRESULT ElementEnumerator::Clone(IEnumSTATSTG** clone) {
    if (!clone) return STG_E_INVALIDPOINTER;
    *clone = nullptr;
    return Guarded([&] {
        *clone = new ElementEnumerator(elements_, next_);
        return S_OK;
    });
}

}  // namespace mapi_msg

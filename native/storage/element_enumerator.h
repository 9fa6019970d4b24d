// IEnumSTATSTG on what a storage held when it was asked.
// https://learn.microsoft.com/windows/win32/api/objidl/nn-objidl-ienumstatstg
#pragma once

#include <vector>

#include "storage/com_object.h"
#include "storage/compound_file/name_order.h"

namespace mapi_msg {

struct ListedElement {
    compound_file::Name name;
    STATSTG status;  // without the name
};

class ElementEnumerator final : public ComObject<IEnumSTATSTG> {
  public:
    explicit ElementEnumerator(std::vector<ListedElement> elements, std::size_t next = 0)
        : elements_(std::move(elements)), next_(next) {}

    HRESULT STDMETHODCALLTYPE Next(ULONG count, STATSTG* elements, ULONG* fetched) override;
    HRESULT STDMETHODCALLTYPE Skip(ULONG count) override;
    HRESULT STDMETHODCALLTYPE Reset() override;
    HRESULT STDMETHODCALLTYPE Clone(IEnumSTATSTG** clone) override;

  private:
    std::vector<ListedElement> elements_;
    std::size_t next_;
};

}  // namespace mapi_msg

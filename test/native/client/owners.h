// Owners of what MAPI returns.
#pragma once

#include <memory>
#include <vector>

#include "abi/com_ptr.h"
#include "client/mapi_library.h"

namespace client {

using mapi_msg::ComPtr;

struct FreeBuffer {
    void operator()(void* block) const { mapi.MAPIFreeBuffer(block); }
};
template <typename Type>
using MapiOwner = std::unique_ptr<Type, FreeBuffer>;

struct FreeRows {
    void operator()(SRowSet* rows) const { mapi.FreeProws(rows); }
};
using RowsOwner = std::unique_ptr<SRowSet, FreeRows>;

// A tag array of the client's.
class Tags {
  public:
    Tags(std::initializer_list<ULONG> tags) : data_{static_cast<ULONG>(tags.size())} {
        data_.insert(data_.end(), tags);
    }
    explicit Tags(const std::vector<ULONG>& tags) : data_{static_cast<ULONG>(tags.size())} {
        data_.insert(data_.end(), tags.begin(), tags.end());
    }
    SPropTagArray* Get() { return reinterpret_cast<SPropTagArray*>(data_.data()); }

  private:
    std::vector<ULONG> data_;
};

// What GetProps answered.
struct Props {
    HRESULT result = E_UNEXPECTED;
    ULONG count = 0;
    MapiOwner<SPropValue> values;

    const SPropValue& operator[](ULONG index) const { return values.get()[index]; }
};

inline Props GetProps(IMAPIProp* object, SPropTagArray* tags, ULONG flags = 0) {
    Props props;
    SPropValue* values = nullptr;
    props.result = object->GetProps(tags, flags, &props.count, &values);
    props.values.reset(values);
    return props;
}

inline RowsOwner QueryRows(IMAPITable* table, LONG count, ULONG flags = 0) {
    SRowSet* rows = nullptr;
    if (FAILED(table->QueryRows(count, flags, &rows))) return nullptr;
    return RowsOwner(rows);
}

}  // namespace client

// Rows of properties as ModifyRecipients takes them.
// https://learn.microsoft.com/office/client-developer/outlook/mapi/adrlist
#pragma once

#include <cstddef>
#include <deque>
#include <vector>

#include "mapi/property_array.h"
#include "mapi/provider.h"

namespace mapi_msg {

// An ADRLIST on the rows it was made of, which must live as long and stay unchanged. MAPI may free the values
// of an entry and put others in their place, so each entry's are a block of MAPI's memory.
class AddressList {
  public:
    // Throws MapiFailure.
    AddressList(const std::vector<PropertyRow>& rows, const MapiFunctions& functions);
    AddressList(const AddressList&) = delete;
    AddressList& operator=(const AddressList&) = delete;
    ~AddressList();

    ADRLIST* Get() { return reinterpret_cast<ADRLIST*>(list_.data()); }

  private:
    void Add(const PropertyRow& row, ADRENTRY& entry);
    void FreeEntries();

    const MapiFunctions& functions_;
    std::deque<PropertyArray> values_;
    std::vector<std::max_align_t> list_;
};

}  // namespace mapi_msg

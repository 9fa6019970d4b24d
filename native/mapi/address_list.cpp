#include "mapi/address_list.h"

#include <algorithm>

#include "mapi/answers.h"
#include "mapi/mapi_memory.h"

namespace mapi_msg {
namespace {

constexpr std::size_t SizeOfList(std::size_t count) {
    return std::max(sizeof(ADRLIST), offsetof(ADRLIST, aEntries) + count * sizeof(ADRENTRY));
}

}  // namespace

AddressList::AddressList(const std::vector<PropertyRow>& rows, const MapiFunctions& functions)
    : functions_(functions), list_(SizeOfList(rows.size()) / sizeof(std::max_align_t) + 1) {
    try {
        for (const auto& row : rows) {
            Add(row, Get()->aEntries[Get()->cEntries]);
            ++Get()->cEntries;
        }
    } catch (...) {
        FreeEntries();
        throw;
    }
}

AddressList::~AddressList() { FreeEntries(); }

void AddressList::Add(const PropertyRow& row, ADRENTRY& entry) {
    PropertyArray& values = values_.emplace_back(row);
    if (values.Count() == 0) return;
    MapiBuffer<void> block(functions_.freeBuffer);
    Check(functions_.allocateBuffer(values.Count() * sizeof(SPropValue), block.Put()), "MAPIAllocateBuffer");
    CheckAnswer(static_cast<bool>(block), "MAPIAllocateBuffer", L"It gave no memory.");
    entry.rgPropVals = static_cast<SPropValue*>(block.Detach());
    entry.cValues = values.Count();
    std::copy_n(values.Get(), values.Count(), entry.rgPropVals);
}

void AddressList::FreeEntries() {
    for (ULONG i = 0; i < Get()->cEntries; i++) {
        if (Get()->aEntries[i].rgPropVals) functions_.freeBuffer(Get()->aEntries[i].rgPropVals);
    }
}

}  // namespace mapi_msg

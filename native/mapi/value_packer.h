// Packs the values of properties. Session thread only.
#pragma once

#include <functional>

#include "abi/mapi.h"
#include "mapi/message_pack.h"

namespace mapi_msg {

class ValuePacker {
  public:
    // `codePage` tells that of PT_STRING8 when there is one: to find it out takes a call of MAPI.
    ValuePacker(MessagePack& pack, std::function<UINT()> codePage)
        : pack_(pack), codePage_(std::move(codePage)) {}

    void Add(const SPropValue& property);
    // A null pointer of a faulty provider counts as an empty value.
    void AddUnicode(const wchar_t* text);

  private:
    void AddString8(const char* text);
    void AddBinary(const SBinary& binary);
    template <typename Element, typename AddElement>
    void AddArray(const SMultiValue<Element>& array, const AddElement& add);

    MessagePack& pack_;
    const std::function<UINT()> codePage_;
};

}  // namespace mapi_msg

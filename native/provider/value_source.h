// Bytes that several streams may read, each from a position of its own.
#pragma once

#include <memory>

#include "provider/property_store.h"

namespace mapi_msg {

class ValueSource {
  public:
    virtual ~ValueSource() = default;
    virtual std::uint64_t Size() = 0;
    // How many bytes there were, fewer than asked for only at the end.
    virtual ULONG Read(std::uint64_t position, void* buffer, ULONG count) = 0;
};

std::shared_ptr<ValueSource> MakeStreamSource(std::shared_ptr<SharedStream> stream);
std::shared_ptr<ValueSource> MakeMemorySource(format::ByteVector bytes);

}  // namespace mapi_msg

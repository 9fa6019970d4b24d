// What IStream has for writing. Session thread only; these throw MapiFailure.
// https://learn.microsoft.com/windows/win32/api/objidl/nn-objidl-istream
#pragma once

#include "mapi/objects.h"

namespace mapi_msg {

// All of the bytes, or it throws.
void WriteStream(StreamHandle& stream, const Bytes& bytes);

void SetStreamSize(StreamHandle& stream, std::uint64_t size);
void CommitStream(StreamHandle& stream);
void RevertStream(StreamHandle& stream);

}  // namespace mapi_msg

// Compressed RTF. Session thread only; throws MapiFailure.
#pragma once

#include <memory>

#include "mapi/objects.h"

namespace mapi_msg {

// https://learn.microsoft.com/office/client-developer/outlook/mapi/wrapcompressedrtfstream
ComPtr<IStream> WrapCompressedRtfStream(const Apartment& apartment, IStream& compressed, ULONG flags);

// The uncompressed RTF of a stream that holds compressed RTF, as a stream under that one.
std::shared_ptr<StreamHandle> WrapCompressedRtfStream(const std::shared_ptr<StreamHandle>& compressed,
                                                      ULONG flags);

}  // namespace mapi_msg

// WrapCompressedRTFStream: the RTF in a stream of compressed RTF.
#pragma once

#include "abi/mapi.h"

namespace mapi_msg {

HRESULT WrapRtfStream(IStream* compressed, ULONG flags, IStream** uncompressed);

}  // namespace mapi_msg

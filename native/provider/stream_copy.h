// IStream::CopyTo for streams that have no faster way.
#pragma once

#include "abi/mapi.h"

namespace mapi_msg {

HRESULT CopyStream(IStream& source, IStream* target, ULARGE_INTEGER count, ULARGE_INTEGER* read,
                   ULARGE_INTEGER* written);

}  // namespace mapi_msg

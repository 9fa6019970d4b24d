// What GetLastError tells about a failure.
#pragma once

#include "provider/allocator.h"

namespace mapi_msg {

// In one block of the client's memory.
MAPIERROR* DescribeError(const ResultError& error, bool unicode, const Allocator& allocator);

}  // namespace mapi_msg

// IStream. Session thread only; these throw MapiFailure.
#pragma once

#include <cstdint>

#include "mapi/objects.h"

namespace mapi_msg {

// MAPI counts the bytes of a value in a ULONG.
inline constexpr std::uint64_t kLargestValue = 0xFFFFFFFF;

// All that is left of it. Throws MAPI_E_TOO_BIG for more than `most` bytes.
Bytes ReadWholeStream(IStream& stream, std::uint64_t most = kLargestValue);

// Up to `size` bytes from where the stream stands; fewer only at its end.
Bytes ReadStream(StreamHandle& stream, ULONG size);

// Gives the new position. `origin` is STREAM_SEEK_SET, _CUR or _END.
std::uint64_t SeekStream(StreamHandle& stream, std::int64_t offset, DWORD origin);

// In bytes.
std::uint64_t StreamSize(StreamHandle& stream);

// A stream of its own on the same bytes, at the same position.
std::shared_ptr<StreamHandle> CloneStream(const std::shared_ptr<StreamHandle>& stream);

}  // namespace mapi_msg

// Compressed RTF. Session thread only; throws MapiFailure.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "mapi/objects.h"

namespace mapi_msg {

// https://learn.microsoft.com/office/client-developer/outlook/mapi/wrapcompressedrtfstream
ComPtr<IStream> WrapCompressedRtfStream(const Apartment& apartment, IStream& compressed, ULONG flags);

// The uncompressed RTF of a stream that holds compressed RTF, as a stream under that one.
std::shared_ptr<StreamHandle> WrapCompressedRtfStream(const std::shared_ptr<StreamHandle>& compressed,
                                                      ULONG flags);

// PR_RTF_COMPRESSED of a message, uncompressed; nothing if it has none. MAPI_E_TOO_BIG beyond `most` bytes.
std::optional<Bytes> UncompressedRtf(IMessage& message, const Apartment& apartment, std::uint64_t most);

// What RTF encapsulates, [MS-OXRTFEX]. No MAPI is needed for that, but it may take long.
struct DecodedRtf {
    enum class Kind : std::uint32_t { Nothing, Html, Text, Broken };

    Kind kind = Kind::Nothing;
    // Of Broken, why.
    std::wstring text;
};

DecodedRtf DecodeRtf(const Bytes& rtf);

}  // namespace mapi_msg

// Compressed RTF, [MS-OXRTFCP].
#pragma once

#include <cstdint>
#include <optional>

#include "provider/format/bytes.h"

namespace mapi_msg::format {

enum class RtfCompression { kCompressed, kUncompressed };  // LZFu, MELA

struct RtfHeader {
    RtfCompression compression;
    std::uint32_t contentSize;  // bytes that the header claims to follow it; 0 if that makes no sense
    std::uint32_t rawSize;      // bytes of RTF that the header claims
    std::uint32_t crc;
};

inline constexpr std::size_t kRtfHeaderSize = 16;

// Nothing if the stream is shorter than the header or is of neither kind.
std::optional<RtfHeader> ParseRtfHeader(Bytes stream);

// The RTF in a whole stream. Nothing if the header is not one, or if a compressed stream that is all there
// has another checksum than its header says. Of a stream that is cut off, what is there.
std::optional<ByteVector> DecompressRtf(Bytes stream);

// The whole stream for some RTF, which is shorter than 2 GB.
ByteVector CompressRtf(Bytes rtf, RtfCompression compression);

}  // namespace mapi_msg::format

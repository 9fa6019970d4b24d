// Compressed RTF, and the same bytes as text to compress.
#include <algorithm>
#include <cstdint>

#include "fuzz/expect.h"
#include "provider/format/compressed_rtf.h"
#include "provider/format/crc32.h"

namespace {

using namespace mapi_msg::format;
using mapi_msg::fuzz::Expect;

void Decompress(Bytes stream) {
    const auto rtf = DecompressRtf(stream);
    // A reference of two bytes, with an eighth of a control byte, stands for 17 at most.
    if (rtf) Expect(rtf->size() <= 8 * stream.size());
}

// Fuzzers do not find checksums.
ByteVector WithChecksum(Bytes stream) {
    ByteVector good(stream.begin(), stream.end());
    if (good.size() <= kRtfHeaderSize) return good;
    ByteVector header;
    AppendU32(header, static_cast<std::uint32_t>(good.size() - 4));
    AppendU32(header, static_cast<std::uint32_t>(good.size() * 2));
    AppendU32(header, 0x75465A4C);
    AppendU32(header, Crc32(Bytes(good).subspan(kRtfHeaderSize)));
    std::copy(header.begin(), header.end(), good.begin());
    return good;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const Bytes bytes(data, size);
    Decompress(bytes);
    Decompress(WithChecksum(bytes));
    for (const auto compression : {RtfCompression::kCompressed, RtfCompression::kUncompressed}) {
        const auto back = DecompressRtf(CompressRtf(bytes, compression));
        Expect(back && std::equal(back->begin(), back->end(), bytes.begin(), bytes.end()));
    }
    return 0;
}

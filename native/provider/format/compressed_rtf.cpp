#include "provider/format/compressed_rtf.h"

#include <algorithm>
#include <array>
#include <string_view>

#include "provider/format/crc32.h"

namespace mapi_msg::format {

namespace {

constexpr std::uint32_t kCompressedMagic = 0x75465A4C;    // "LZFu"
constexpr std::uint32_t kUncompressedMagic = 0x414C454D;  // "MELA"
constexpr std::size_t kDictionarySize = 4096;

// [MS-OXRTFCP] 2.1.2.1
constexpr std::string_view kDictionaryStart =
    "{\\rtf1\\ansi\\mac\\deff0\\deftab720{\\fonttbl;}{\\f0\\fnil \\froman \\fswiss \\fmodern \\fscript "
    "\\fdecor MS Sans SerifSymbolArialTimes New RomanCourier{\\colortbl\\red0\\green0\\blue0\r\n\\par "
    "\\pard\\plain\\f0\\fs20\\b\\i\\u\\tab\\tx";
static_assert(kDictionaryStart.size() == 207);

class Decompressor {
  public:
    Decompressor() { std::copy(kDictionaryStart.begin(), kDictionaryStart.end(), dictionary_.begin()); }

    ByteVector Run(Bytes contents) {
        std::size_t position = 0;
        while (position < contents.size()) {
            const unsigned control = contents[position++];
            for (unsigned bit = 0; bit < 8; ++bit) {
                if (position >= contents.size()) return std::move(output_);
                if ((control >> bit & 1) == 0) {
                    Put(contents[position++]);
                    continue;
                }
                if (contents.size() - position < 2) return std::move(output_);
                const unsigned reference = contents[position] << 8 | contents[position + 1];
                position += 2;
                if (!Copy(reference >> 4, (reference & 0xF) + 2)) return std::move(output_);
            }
        }
        return std::move(output_);
    }

  private:
    void Put(std::uint8_t byte) {
        output_.push_back(byte);
        dictionary_[writeOffset_] = byte;
        writeOffset_ = (writeOffset_ + 1) % kDictionarySize;
    }

    // False at the reference that ends the data: the one to the place where the next byte would be written.
    bool Copy(std::size_t readOffset, std::size_t length) {
        if (readOffset == writeOffset_) return false;
        for (std::size_t i = 0; i < length; ++i) Put(dictionary_[(readOffset + i) % kDictionarySize]);
        return true;
    }

    std::array<std::uint8_t, kDictionarySize> dictionary_{};
    std::size_t writeOffset_ = kDictionaryStart.size();
    ByteVector output_;
};

}  // namespace

std::optional<RtfHeader> ParseRtfHeader(Bytes stream) {
    if (stream.size() < kRtfHeaderSize) return std::nullopt;
    const std::uint32_t magic = ReadU32(stream, 8);
    if (magic != kCompressedMagic && magic != kUncompressedMagic) return std::nullopt;

    // COMPSIZE counts the three header fields that follow it.
    const std::uint32_t compressedSize = ReadU32(stream, 0);
    constexpr std::uint32_t kCountedHeader = kRtfHeaderSize - 4;
    RtfHeader header;
    header.compression =
        magic == kCompressedMagic ? RtfCompression::kCompressed : RtfCompression::kUncompressed;
    header.contentSize = compressedSize < kCountedHeader ? 0 : compressedSize - kCountedHeader;
    header.rawSize = ReadU32(stream, 4);
    header.crc = ReadU32(stream, 12);
    return header;
}

std::optional<ByteVector> DecompressRtf(Bytes stream) {
    const auto header = ParseRtfHeader(stream);
    if (!header) return std::nullopt;
    Bytes contents = stream.subspan(kRtfHeaderSize);
    const bool complete = header->contentSize > 0 && contents.size() >= header->contentSize;
    if (complete) contents = contents.first(header->contentSize);

    if (header->compression == RtfCompression::kUncompressed) {
        contents = contents.first(std::min<std::size_t>(contents.size(), header->rawSize));
        return ByteVector(contents.begin(), contents.end());
    }
    if (complete && Crc32(contents) != header->crc) return std::nullopt;
    return Decompressor().Run(contents);
}

}  // namespace mapi_msg::format

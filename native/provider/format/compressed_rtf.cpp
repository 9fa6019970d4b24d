#include "provider/format/compressed_rtf.h"

#include <algorithm>
#include <array>
#include <memory>
#include <string_view>

#include "provider/format/crc32.h"

namespace mapi_msg::format {

namespace {

constexpr std::uint32_t kCompressedMagic = 0x75465A4C;    // "LZFu"
constexpr std::uint32_t kUncompressedMagic = 0x414C454D;  // "MELA"
constexpr std::size_t kDictionarySize = 4096;
// COMPSIZE counts the three header fields that follow it.
constexpr std::uint32_t kCountedHeader = kRtfHeaderSize - 4;

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

// [MS-OXRTFCP] 3.2.4.2. A place in `text_` is one in the dictionary, modulo its size.
class Compressor {
  public:
    explicit Compressor(Bytes rtf) : text_(kDictionaryStart.begin(), kDictionaryStart.end()) {
        text_.insert(text_.end(), rtf.begin(), rtf.end());
        latest_.fill(kNowhere);
        earlier_.fill(kNowhere);
    }

    ByteVector Run() {
        std::size_t position = 0;
        while (position < kDictionaryStart.size()) Remember(position++);
        while (position < text_.size()) {
            const Match match = FindLongest(position);
            if (match.length < kShortest) {
                Append(false);
                output_.push_back(text_[position]);
            } else {
                AppendReference(match);
            }
            for (std::size_t end = position + std::max<std::size_t>(match.length, 1); position < end;) {
                Remember(position++);
            }
        }
        // A reference to where the next byte would be written ends the data.
        AppendReference({position, kShortest});
        return std::move(output_);
    }

  private:
    struct Match {
        std::size_t start = 0;
        std::size_t length = 0;
    };

    static constexpr std::size_t kNowhere = ~std::size_t{0};
    static constexpr std::size_t kShortest = 2;
    static constexpr std::size_t kLongest = 17;
    // Where the same two bytes stand very often, longer matches are not worth the time.
    static constexpr int kMostTried = 64;

    std::size_t KeyAt(std::size_t position) const {
        return std::size_t{text_[position]} << 8 | text_[position + 1];
    }

    void Remember(std::size_t position) {
        if (position + 1 >= text_.size()) return;
        std::size_t& latest = latest_[KeyAt(position)];
        earlier_[position % kDictionarySize] = latest;
        latest = position;
    }

    Match FindLongest(std::size_t position) const {
        Match best;
        const std::size_t most = std::min(kLongest, text_.size() - position);
        if (most < kShortest) return best;
        std::size_t start = latest_[KeyAt(position)];
        for (int tried = 0; tried < kMostTried; ++tried) {
            // That far back the dictionary has been overwritten, or is about to be.
            if (start == kNowhere || position - start >= kDictionarySize) break;
            std::size_t length = kShortest;
            while (length < most && text_[start + length] == text_[position + length]) ++length;
            if (length > best.length) best = {start, length};
            if (length == most) break;
            start = earlier_[start % kDictionarySize];
        }
        return best;
    }

    // Eight pieces share the control byte before them.
    void Append(bool isReference) {
        if (pieces_ % 8 == 0) {
            control_ = output_.size();
            output_.push_back(0);
        }
        if (isReference) output_[control_] = static_cast<std::uint8_t>(output_[control_] | 1 << pieces_ % 8);
        ++pieces_;
    }

    void AppendReference(const Match& match) {
        Append(true);
        const std::size_t reference = match.start % kDictionarySize << 4 | (match.length - kShortest);
        output_.push_back(static_cast<std::uint8_t>(reference >> 8));
        output_.push_back(static_cast<std::uint8_t>(reference));
    }

    ByteVector text_;
    std::array<std::size_t, 65536> latest_;             // by two bytes: where they stood last
    std::array<std::size_t, kDictionarySize> earlier_;  // by place: where its two bytes stood before
    std::size_t control_ = 0;
    std::size_t pieces_ = 0;
    ByteVector output_;
};

}  // namespace

std::optional<RtfHeader> ParseRtfHeader(Bytes stream) {
    if (stream.size() < kRtfHeaderSize) return std::nullopt;
    const std::uint32_t magic = ReadU32(stream, 8);
    if (magic != kCompressedMagic && magic != kUncompressedMagic) return std::nullopt;

    const std::uint32_t compressedSize = ReadU32(stream, 0);
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

ByteVector CompressRtf(Bytes rtf, RtfCompression compression) {
    const bool compresses = compression == RtfCompression::kCompressed;
    const ByteVector contents =
        compresses ? std::make_unique<Compressor>(rtf)->Run() : ByteVector(rtf.begin(), rtf.end());
    ByteVector stream;
    stream.reserve(kRtfHeaderSize + contents.size());
    AppendU32(stream, static_cast<std::uint32_t>(contents.size()) + kCountedHeader);
    AppendU32(stream, static_cast<std::uint32_t>(rtf.size()));
    AppendU32(stream, compresses ? kCompressedMagic : kUncompressedMagic);
    AppendU32(stream, compresses ? Crc32(contents) : 0);
    stream.insert(stream.end(), contents.begin(), contents.end());
    return stream;
}

}  // namespace mapi_msg::format

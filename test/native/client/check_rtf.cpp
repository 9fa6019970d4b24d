#include <cstring>

#include "client/storage_builder.h"
#include "client/suites.h"

namespace client {

namespace {

ComPtr<IStream> StreamOf(const Bytes& bytes) {
    ComPtr<IStream> stream;
    CreateStreamOnHGlobal(nullptr, TRUE, stream.Put());
    stream->Write(bytes.data(), static_cast<ULONG>(bytes.size()), nullptr);
    stream->Seek({}, STREAM_SEEK_SET, nullptr);
    return stream;
}

std::string Uncompress(const Bytes& compressed, HRESULT& result) {
    ComPtr<IStream> rtf;
    result = mapi.WrapCompressedRTFStream(StreamOf(compressed).Get(), 0, rtf.Put());
    if (FAILED(result)) return "";
    std::string text;
    char buffer[7];
    for (;;) {
        ULONG got = 0;
        result = rtf->Read(buffer, sizeof(buffer), &got);
        if (FAILED(result) || got == 0) return text;
        text.append(buffer, got);
    }
}

// The examples of [MS-OXRTFCP] 4.1 and 4.2.
const Bytes kExample1 = {0x2d, 0x00, 0x00, 0x00, 0x2b, 0x00, 0x00, 0x00, 0x4c, 0x5a, 0x46, 0x75, 0xf1,
                         0xc5, 0xc7, 0xa7, 0x03, 0x00, 0x0a, 0x00, 0x72, 0x63, 0x70, 0x67, 0x31, 0x32,
                         0x35, 0x42, 0x32, 0x0a, 0xf3, 0x20, 0x68, 0x65, 0x6c, 0x09, 0x00, 0x20, 0x62,
                         0x77, 0x05, 0xb0, 0x6c, 0x64, 0x7d, 0x0a, 0x80, 0x0f, 0xa0};
const Bytes kExample2 = {0x1a, 0x00, 0x00, 0x00, 0x1c, 0x00, 0x00, 0x00, 0x4c, 0x5a,
                         0x46, 0x75, 0xe2, 0xd4, 0x4b, 0x51, 0x41, 0x00, 0x04, 0x20,
                         0x57, 0x58, 0x59, 0x5a, 0x0d, 0x6e, 0x7d, 0x01, 0x0e, 0xb0};

}  // namespace

void CheckRtf() {
    HRESULT result;
    Check(Uncompress(kExample1, result) == "{\\rtf1\\ansi\\ansicpg1252\\pard hello world}\r\n" &&
              result == S_OK,
          "compressed RTF, the first example of its specification");
    Check(Uncompress(kExample2, result) == "{\\rtf1 WXYZWXYZWXYZWXYZWXYZ}" && result == S_OK,
          "compressed RTF that refers to what it is just writing");

    Bytes stored = {0, 0, 0, 0, 7,   0,    0,   0,   'M', 'E', 'L', 'A',
                    0, 0, 0, 0, '{', '\\', 'r', 't', 'f', '1', '}'};
    stored[0] = static_cast<std::uint8_t>(stored.size() - 4);
    Check(Uncompress(stored, result) == "{\\rtf1}" && result == S_OK, "RTF that is stored as it is");

    Bytes wrong = kExample1;
    wrong.back() ^= 1;
    Uncompress(wrong, result);
    CheckResult(result, MAPI_E_CORRUPT_DATA, "a wrong checksum is found");
    Bytes cut(kExample1.begin(), kExample1.end() - 10);
    Check(Uncompress(cut, result).substr(0, 12) == "{\\rtf1\\ansi\\" && result == S_OK,
          "of a stream that is cut off, what is there");
    Uncompress({1, 2, 3}, result);
    CheckResult(result, MAPI_E_CORRUPT_DATA, "a stream that is no compressed RTF");
    CheckResult(mapi.WrapCompressedRTFStream(nullptr, 0, nullptr), MAPI_E_INVALID_PARAMETER,
                "WrapCompressedRTFStream without streams");
}

}  // namespace client

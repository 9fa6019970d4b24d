#include <string>

#include "client/storage_builder.h"
#include "client/suites.h"

namespace client {

namespace {

constexpr ULONG kMessageCodePage = PROP_TAG(PT_LONG, 0x3FFD);
constexpr ULONG kInternetCodePage = PROP_TAG(PT_LONG, 0x3FDE);

struct Sample {
    ULONG codePage;
    const char* bytes;
    const wchar_t* text;
};

constexpr Sample kSamples[] = {
    {1250, "\x8elu\x9dou\xe8k\xfd", L"\u017Dlu\u0165ou\u010Dk\u00FD"},
    {1251, "\xcf\xf0\xe8\xe2\xe5\xf2", L"\u041F\u0440\u0438\u0432\u0435\u0442"},
    {1252,
     "Gr\xf6\xdf"
     "e \x80",
     L"Gr\u00F6\u00DF"
     L"e \u20AC"},
    {1253, "\xca\xe1\xeb\xe7\xec\xdd\xf1\xe1", L"\u039A\u03B1\u03BB\u03B7\u03BC\u03AD\u03C1\u03B1"},
    {1254, "\xddstanbul", L"\u0130stanbul"},
    {1255, "\xf9\xec\xe5\xed", L"\u05E9\u05DC\u05D5\u05DD"},
    {1256, "\xd3\xe1\xc7\xe3", L"\u0633\u0644\u0627\u0645"},
    {1257, "\xdbkanotas", L"\u016Akanotas"},
    {1258, "\xd0\xe3ng", L"\u0110\u0103ng"},
    {874, "\xca\xc7\xd1\xca\xb4\xd5", L"\u0E2A\u0E27\u0E31\u0E2A\u0E14\u0E35"},
    {932, "\x93\xfa\x96{\x8c\xea\xb1", L"\u65E5\u672C\u8A9E\uFF71"},
    {936, "\xbc\xf2\xcc\xe5\xd6\xd0\xce\xc4", L"\u7B80\u4F53\u4E2D\u6587"},
    {949, "\xc7\xd1\xb1\xb9\xbe\xee", L"\uD55C\uAD6D\uC5B4"},
    {950,
     "\xc1"
     "c\xc5\xe9\xa4\xa4\xa4\xe5",
     L"\u7E41\u9AD4\u4E2D\u6587"},
    {20866, "\xf0\xd2\xc9\xd7\xc5\xd4", L"\u041F\u0440\u0438\u0432\u0435\u0442"},
    {21866, "\xf0\xd2\xc9\xd7\xa6\xd4", L"\u041F\u0440\u0438\u0432\u0456\u0442"},
    {28591,
     "Gr\xf6\xdf"
     "e",
     L"Gr\u00F6\u00DF"
     L"e"},
    {28592, "\xaelu\xbbou\xe8k\xfd", L"\u017Dlu\u0165ou\u010Dk\u00FD"},
    {28593, "\xa6\xfd", L"\u0124\u016D"},
    {28594, "\xa9\xf3\xba", L"\u0160\u0137\u0113"},
    {28595, "\xbf\xe0\xd8\xd2\xd5\xe2", L"\u041F\u0440\u0438\u0432\u0435\u0442"},
    {28596, "\xd3\xe4\xc7\xe5", L"\u0633\u0644\u0627\u0645"},
    {28597, "\xca\xe1\xeb\xe7\xec\xdd\xf1\xe1", L"\u039A\u03B1\u03BB\u03B7\u03BC\u03AD\u03C1\u03B1"},
    {28598, "\xf9\xec\xe5\xed", L"\u05E9\u05DC\u05D5\u05DD"},
    {28599, "\xddstanbul", L"\u0130stanbul"},
    {28603, "\xdbkanotas", L"\u016Akanotas"},
    {28605,
     "Gr\xf6\xdf"
     "e \xa4",
     L"Gr\u00F6\u00DF"
     L"e \u20AC"},
    {50220,
     "\x1b$BF|K\\"
     "8l\x1b(B abc",
     L"\u65E5\u672C\u8A9E abc"},
    {50221,
     "\x1b$BF|K\\"
     "8l\x1b(B abc",
     L"\u65E5\u672C\u8A9E abc"},
    {50222,
     "\x1b$BF|K\\"
     "8l\x1b(B abc",
     L"\u65E5\u672C\u8A9E abc"},
    {51932, "\xc6\xfc\xcb\xdc\xb8\xec abc", L"\u65E5\u672C\u8A9E abc"},
    {51949, "\xc7\xd1\xb1\xb9\xbe\xee", L"\uD55C\uAD6D\uC5B4"},
    {54936,
     "\xbc\xf2\xcc\xe5\xd6\xd0\xce\xc4 \x81"
     "0\x8a"
     "9 \xa2\xe3",
     L"\u7B80\u4F53\u4E2D\u6587 \u00F1 \u20AC"},
    {65001,
     "Gr\xc3\xb6\xc3\x9f"
     "e \xe6\x97\xa5\xe6\x9c\xac",
     L"Gr\u00F6\u00DF"
     L"e \u65E5\u672C"},
};

// What PR_SUBJECT_W is of a message whose PR_SUBJECT_A is in the code page that the property names.
std::wstring DecodedSubject(ULONG codePageTag, ULONG codePage, const std::string& bytes) {
    const ComPtr<IStorage> storage = CreateMemoryStorage();
    PropertyWriter writer(storage.Get(), 32);
    writer.Fixed(codePageTag, codePage);
    writer.Text(PR_SUBJECT_A, bytes);
    writer.Finish();
    const ComPtr<IMessage> message = OpenMessage(storage.Get());
    Tags tags{PR_SUBJECT_W};
    const Props props = GetProps(message.Get(), tags.Get());
    return props.result == S_OK ? props[0].Value.lpszW : L"";
}

std::string EncodedSubject(ULONG codePage, const std::wstring& text) {
    const ComPtr<IStorage> storage = CreateMemoryStorage();
    PropertyWriter writer(storage.Get(), 32);
    writer.Fixed(kMessageCodePage, codePage);
    writer.Text(PR_SUBJECT_W, text);
    writer.Finish();
    const ComPtr<IMessage> message = OpenMessage(storage.Get());
    Tags tags{PR_SUBJECT_A};
    const Props props = GetProps(message.Get(), tags.Get());
    return props.result == S_OK ? props[0].Value.lpszA : "";
}

}  // namespace

void CheckCodePages() {
    for (const Sample& sample : kSamples) {
        const std::string name = "code page " + std::to_string(sample.codePage);
        Check(DecodedSubject(kMessageCodePage, sample.codePage, sample.bytes) == sample.text,
              name + " to Unicode");
        Check(EncodedSubject(sample.codePage, sample.text) == sample.bytes, name + " from Unicode");
    }
    Check(DecodedSubject(kInternetCodePage, 50220, "\x93\xFA\x96\x7B") == L"\u65E5\u672C",
          "text in the Windows code page of the language that PR_INTERNET_CPID names");
    Check(DecodedSubject(kInternetCodePage, 65001,
                         "Gr\xFC\xDF"
                         "e") == L"Gr\u00FC\u00DFe",
          "text that is not in the code page of PR_INTERNET_CPID");
    Check(DecodedSubject(kInternetCodePage, 65001,
                         "Gr\xC3\xBC\xC3\x9F"
                         "e") == L"Gr\u00FC\u00DFe",
          "text that is in the code page of PR_INTERNET_CPID");
}

}  // namespace client

#include <cstring>

#include "client/made_message.h"
#include "client/suites.h"

namespace client {

namespace {

ComPtr<IStream> OpenStream(IMAPIProp* object, ULONG tag, const std::string& what) {
    ComPtr<IStream> stream;
    CheckResult(
        object->OpenProperty(tag, &IID_IStream, STGM_READ, 0, reinterpret_cast<IUnknown**>(stream.Put())),
        S_OK, "OpenProperty of " + what + " as IStream");
    return stream;
}

void Seek(IStream* stream, LONGLONG offset, DWORD origin, HRESULT expected, ULONGLONG position,
          const std::string& what) {
    LARGE_INTEGER move;
    move.QuadPart = offset;
    ULARGE_INTEGER result{};
    CheckResult(stream->Seek(move, origin, &result), expected, what);
    if (SUCCEEDED(expected)) CheckNumber(result.QuadPart, position, what + ", position");
}

}  // namespace

void CheckStreams(IMessage* message) {
    const std::wstring text = LargeText();
    const ComPtr<IStream> stream = OpenStream(message, kLargeText, "a large string");
    if (!stream) return;
    std::wstring read(text.size() + 10, L'\0');
    ULONG got = 0;
    CheckResult(stream->Read(read.data(), static_cast<ULONG>(read.size() * 2), &got), S_OK, "Read");
    Check(got == text.size() * 2 && read.compare(0, text.size(), text) == 0,
          "a Unicode stream is UTF-16 without NUL");

    STATSTG status{};
    CheckResult(stream->Stat(&status, STATFLAG_NONAME), S_OK, "Stat");
    CheckNumber(status.cbSize.QuadPart, text.size() * 2, "Stat tells the size");
    Seek(stream.Get(), 10, STREAM_SEEK_SET, S_OK, 10, "Seek from the beginning");
    Seek(stream.Get(), -4, STREAM_SEEK_CUR, S_OK, 6, "Seek from here");
    Seek(stream.Get(), -2, STREAM_SEEK_END, S_OK, text.size() * 2 - 2, "Seek from the end");
    Seek(stream.Get(), -1, STREAM_SEEK_SET, STG_E_INVALIDFUNCTION, 0, "Seek before the beginning");

    ComPtr<IStream> clone;
    CheckResult(stream->Clone(clone.Put()), S_OK, "Clone");
    Seek(clone.Get(), 0, STREAM_SEEK_SET, S_OK, 0, "Seek in the clone");
    wchar_t last = 0;
    stream->Read(&last, sizeof(last), nullptr);
    Check(last == text.back(), "the clone has a position of its own");
    CheckResult(stream->Read(&last, sizeof(last), &got), S_OK, "Read at the end");
    CheckNumber(got, 0, "gives nothing");

    const ComPtr<IStream> again = OpenStream(message, kLargeText, "the same string, which is open already,");
    const ComPtr<IStream> narrow =
        OpenStream(message, CHANGE_PROP_TYPE(kStoredUnicode, PT_STRING8), "a Unicode string as 8-bit");
    char bytes[32] = {};
    if (narrow) narrow->Read(bytes, sizeof(bytes) - 1, &got);
    Check(std::strstr(bytes, "\x93\xFA\x96\x7B") != nullptr, "it is in the message's code page");

    ComPtr<IStream> target;
    CreateStreamOnHGlobal(nullptr, TRUE, target.Put());
    ULARGE_INTEGER all;
    all.QuadPart = ~0ULL;
    ULARGE_INTEGER copied{};
    CheckResult(clone->CopyTo(target.Get(), all, nullptr, &copied), S_OK, "IStream::CopyTo");
    CheckNumber(copied.QuadPart, text.size() * 2, "copies everything");
    CheckResult(stream->Write("x", 1, nullptr), STG_E_ACCESSDENIED, "Write on a stream for reading");
}

}  // namespace client

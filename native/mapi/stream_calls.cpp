#include "mapi/stream_calls.h"

#include <algorithm>

#include "mapi/answers.h"
#include "memory/claimed_size.h"

namespace mapi_msg {
namespace {

constexpr std::uint64_t kStep = 1024 * 1024;
constexpr std::uint64_t kFirstStep = 4 * 1024;

struct ToldSize {
    HRESULT result;
    std::uint64_t size;
};

ToldSize SizeOf(IStream& stream) {
    STATSTG stat = {};
    const HRESULT result = stream.Stat(&stat, STATFLAG_NONAME);
    // Some give a name all the same.
    ::CoTaskMemFree(stat.pwcsName);
    return {result, stat.cbSize.QuadPart};
}

// Adds at most `size` bytes; false at the end.
bool ReadMore(IStream& stream, std::uint64_t size, Bytes* bytes) {
    const std::size_t start = bytes->size();
    const auto wanted = static_cast<ULONG>(size);
    bytes->resize(start + wanted);
    ULONG read = 0;
    const HRESULT result = stream.Read(bytes->data() + start, wanted, &read);
    Check(result, "IStream::Read");
    CheckAnswer(read <= wanted, "IStream::Read", L"It told of more bytes than was asked for.");
    bytes->resize(start + read);
    return read > 0;
}

// Short reads are legal before the end of a stream, so this reads until `size` or nothing more comes.
Bytes ReadUpTo(IStream& stream, std::uint64_t size) {
    Bytes bytes;
    if (size == 0) return bytes;
    const auto told = SizeOf(stream);
    const std::uint64_t likely = told.result == S_OK ? std::min(told.size, size) : 0;
    Bytes more;
    for (;;) {
        const std::uint64_t start = bytes.size();
        if (start < likely) {
            if (start == bytes.capacity()) bytes.reserve(ReserveFor(likely, start));
            if (!ReadMore(stream, std::min({likely - start, bytes.capacity() - start, kStep}), &bytes))
                return bytes;
        } else {
            // Beyond what was told there is nothing, as a rule, for which a large value would have to move.
            if (start == size) return bytes;
            more.clear();
            if (!ReadMore(stream, std::min(size - start, std::clamp(start - likely, kFirstStep, kStep)),
                          &more))
                return bytes;
            bytes.insert(bytes.end(), more.begin(), more.end());
        }
    }
}

}  // namespace

Bytes ReadWholeStream(IStream& stream, std::uint64_t most) {
    Bytes bytes = ReadUpTo(stream, most + 1);
    if (bytes.size() > most) {
        throw MapiFailure{MAPI_E_TOO_BIG, "IStream::Read",
                          L"It has more than " + std::to_wstring(most) + L" bytes."};
    }
    return bytes;
}

Bytes ReadStream(StreamHandle& stream, ULONG size) { return ReadUpTo(*stream.Get(), size); }

std::uint64_t SeekStream(StreamHandle& stream, std::int64_t offset, DWORD origin) {
    LARGE_INTEGER move = {};
    move.QuadPart = offset;
    ULARGE_INTEGER position = {};
    Check(stream->Seek(move, origin, &position), "IStream::Seek");
    return position.QuadPart;
}

std::uint64_t StreamSize(StreamHandle& stream) {
    const auto [result, size] = SizeOf(*stream.Get());
    Check(result, "IStream::Stat");
    return size;
}

std::shared_ptr<StreamHandle> CloneStream(const std::shared_ptr<StreamHandle>& stream) {
    ComPtr<IStream> clone;
    Check((*stream)->Clone(clone.Put()), "IStream::Clone");
    CheckGiven(clone, "IStream::Clone", L"It gave no stream.");
    return OpenObject<StreamHandle>(ObjectKind::Stream, stream->OwnApartment(), stream->Parent(),
                                    std::move(clone));
}

}  // namespace mapi_msg

#include "mapi/stream_calls.h"

#include <algorithm>

#include "mapi/answers.h"

namespace mapi_msg {
namespace {

constexpr std::size_t kChunk = 64 * 1024;
// Of what a stream says of its size so much is believed.
constexpr std::uint64_t kLargestReserve = 16 * 1024 * 1024;

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

// Short reads are legal before the end of a stream, so this reads until `size` or nothing more comes.
Bytes ReadUpTo(IStream& stream, std::uint64_t size) {
    Bytes bytes;
    if (size == 0) return bytes;
    if (const auto told = SizeOf(stream); told.result == S_OK) {
        // One more, so that the read at the end finds it.
        const std::uint64_t likely = std::min<std::uint64_t>(told.size, size - 1) + 1;
        bytes.reserve(static_cast<std::size_t>(std::min(likely, kLargestReserve)));
    }
    while (bytes.size() < size) {
        const std::size_t start = bytes.size();
        // Grows with what really comes, so that a lying size costs no memory.
        const std::size_t room = std::max<std::size_t>({kChunk, start, bytes.capacity() - start});
        const auto wanted = static_cast<ULONG>(std::min<std::uint64_t>({size - start, room, 1u << 30}));
        bytes.resize(start + wanted);
        ULONG read = 0;
        const HRESULT result = stream.Read(bytes.data() + start, wanted, &read);
        Check(result, "IStream::Read");
        CheckAnswer(read <= wanted, "IStream::Read", L"It told of more bytes than was asked for.");
        bytes.resize(start + read);
        if (read == 0) break;
    }
    return bytes;
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

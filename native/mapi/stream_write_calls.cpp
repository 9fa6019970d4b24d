#include "mapi/stream_write_calls.h"

#include <algorithm>

#include "mapi/answers.h"

namespace mapi_msg {

void WriteStream(StreamHandle& stream, const Bytes& bytes) {
    constexpr std::size_t kMost = std::size_t{1} << 30;
    for (std::size_t done = 0; done < bytes.size();) {
        const auto size = static_cast<ULONG>(std::min(bytes.size() - done, kMost));
        ULONG written = 0;
        Check(stream->Write(bytes.data() + done, size, &written), "ISequentialStream::Write");
        if (written == 0) throw MapiFailure{STG_E_MEDIUMFULL, "ISequentialStream::Write"};
        CheckAnswer(written <= size, "ISequentialStream::Write", L"It told of more bytes than were written.");
        done += written;
    }
}

void SetStreamSize(StreamHandle& stream, std::uint64_t size) {
    ULARGE_INTEGER newSize = {};
    newSize.QuadPart = size;
    Check(stream->SetSize(newSize), "IStream::SetSize");
}

void CommitStream(StreamHandle& stream) { Check(stream->Commit(STGC_DEFAULT), "IStream::Commit"); }

void RevertStream(StreamHandle& stream) { Check(stream->Revert(), "IStream::Revert"); }

}  // namespace mapi_msg

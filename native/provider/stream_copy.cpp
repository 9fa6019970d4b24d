#include "provider/stream_copy.h"

#include <algorithm>
#include <cstdint>
#include <vector>

namespace mapi_msg {

HRESULT CopyStream(IStream& source, IStream* target, ULARGE_INTEGER count, ULARGE_INTEGER* read,
                   ULARGE_INTEGER* written) {
    if (read) read->QuadPart = 0;
    if (written) written->QuadPart = 0;
    if (!target) return STG_E_INVALIDPOINTER;
    constexpr std::uint64_t kChunk = 64 * 1024;
    std::vector<std::uint8_t> buffer(
        static_cast<std::size_t>(std::min<std::uint64_t>(count.QuadPart, kChunk)));
    for (std::uint64_t rest = count.QuadPart; rest > 0;) {
        ULONG got = 0;
        HRESULT result = source.Read(buffer.data(), static_cast<ULONG>(std::min(rest, kChunk)), &got);
        if (FAILED(result)) return result;
        if (got == 0) break;
        if (read) read->QuadPart += got;
        rest -= got;
        for (ULONG done = 0; done < got;) {
            ULONG put = 0;
            result = target->Write(buffer.data() + done, got - done, &put);
            if (FAILED(result)) return result;
            if (put == 0) return STG_E_MEDIUMFULL;
            if (written) written->QuadPart += put;
            done += put;
        }
    }
    return S_OK;
}

}  // namespace mapi_msg

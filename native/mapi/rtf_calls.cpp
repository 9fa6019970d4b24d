#include "mapi/rtf_calls.h"

#include "mapi/failure.h"

namespace mapi_msg {

std::shared_ptr<StreamHandle> WrapCompressedRtfStream(const std::shared_ptr<StreamHandle>& compressed,
                                                      ULONG flags) {
    const auto& apartment = compressed->OwnApartment();
    auto* const wrap = apartment->OwnProvider().functions.wrapCompressedRtfStream;
    if (!wrap) throw MapiFailure{MAPI_E_NO_SUPPORT, "WrapCompressedRTFStream"};
    ComPtr<IStream> uncompressed;
    Check(wrap(compressed->Get(), flags, uncompressed.Put()), "WrapCompressedRTFStream");
    if (!uncompressed) {
        throw MapiFailure{MAPI_E_CALL_FAILED, "WrapCompressedRTFStream", L"It gave no stream."};
    }
    return OpenObject<StreamHandle>(ObjectKind::Stream, apartment, compressed, std::move(uncompressed));
}

}  // namespace mapi_msg

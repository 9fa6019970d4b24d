#include "mapi/rtf_calls.h"

#include "mapi/answers.h"

namespace mapi_msg {

ComPtr<IStream> WrapCompressedRtfStream(const Apartment& apartment, IStream& compressed, ULONG flags) {
    auto* const wrap = apartment.OwnProvider().functions.wrapCompressedRtfStream;
    if (!wrap) throw MapiFailure{MAPI_E_NO_SUPPORT, "WrapCompressedRTFStream"};
    ComPtr<IStream> uncompressed;
    Check(wrap(&compressed, flags, uncompressed.Put()), "WrapCompressedRTFStream");
    CheckGiven(uncompressed, "WrapCompressedRTFStream", L"It gave no stream.");
    return uncompressed;
}

std::shared_ptr<StreamHandle> WrapCompressedRtfStream(const std::shared_ptr<StreamHandle>& compressed,
                                                      ULONG flags) {
    const auto& apartment = compressed->OwnApartment();
    return OpenObject<StreamHandle>(ObjectKind::Stream, apartment, compressed,
                                    WrapCompressedRtfStream(*apartment, *compressed->Get(), flags));
}

}  // namespace mapi_msg

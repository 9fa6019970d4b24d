#include "mapi/rtf_calls.h"

#include <string_view>

#include "mapi/answers.h"
#include "text/encapsulated_rtf.h"

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

DecodedRtf DecodeRtf(const Bytes& rtf) {
    static_assert(sizeof(wchar_t) == sizeof(char16_t));
    try {
        const auto found = text::DeEncapsulate(rtf);
        if (!found) return {};
        const auto kind = found->isHtml ? DecodedRtf::Kind::Html : DecodedRtf::Kind::Text;
        return {kind, std::wstring(found->text.begin(), found->text.end())};
    } catch (const text::RtfError& error) {
        const std::string_view why = error.why;
        return {DecodedRtf::Kind::Broken, std::wstring(why.begin(), why.end())};
    }
}

}  // namespace mapi_msg

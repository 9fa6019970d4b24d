#include "mapi/rtf_calls.h"

#include <string_view>

#include "mapi/answers.h"
#include "mapi/extended_error.h"
#include "mapi/stream_calls.h"
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

std::optional<Bytes> UncompressedRtf(IMessage& message, const Apartment& apartment, std::uint64_t most) {
    constexpr ULONG kRtfCompressed = PROP_TAG(PT_BINARY, 0x1009);
    ComPtr<IStream> compressed;
    const HRESULT result = message.OpenProperty(kRtfCompressed, &IID_IStream, STGM_READ, 0,
                                                reinterpret_cast<IUnknown**>(compressed.Put()));
    if (result == MAPI_E_NOT_FOUND) return std::nullopt;
    Check(result, "IMAPIProp::OpenProperty", message, apartment);
    CheckGiven(compressed, "IMAPIProp::OpenProperty", L"It gave no stream.");
    return ReadWholeStream(*WrapCompressedRtfStream(apartment, *compressed, 0), most);
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

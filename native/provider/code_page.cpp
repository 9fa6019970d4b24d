#include "provider/code_page.h"

#include "provider/result.h"

namespace mapi_msg {

using format::Bytes;
using format::ByteVector;

namespace {

int CountOf(std::size_t size) {
    if (size > MAXLONG) throw ResultError{MAPI_E_NOT_ENOUGH_MEMORY};
    return static_cast<int>(size);
}

}  // namespace

bool IsKnownCodePage(UINT codePage) { return IsValidCodePage(codePage) != FALSE; }

std::u16string DecodeString8(Bytes text, UINT codePage) {
    if (text.empty()) return {};
    const auto* source = reinterpret_cast<const char*>(text.data());
    const int size = CountOf(text.size());
    const int length = MultiByteToWideChar(codePage, 0, source, size, nullptr, 0);
    if (length <= 0) throw ResultError{MAPI_E_BAD_CHARWIDTH};
    std::u16string result(static_cast<std::size_t>(length), u'\0');
    MultiByteToWideChar(codePage, 0, source, size, reinterpret_cast<wchar_t*>(result.data()), length);
    return result;
}

bool FitsCodePage(Bytes text, UINT codePage) {
    if (text.empty()) return true;
    const auto* source = reinterpret_cast<const char*>(text.data());
    return MultiByteToWideChar(codePage, MB_ERR_INVALID_CHARS, source, CountOf(text.size()), nullptr, 0) > 0;
}

ByteVector EncodeString8(std::u16string_view text, UINT codePage) {
    if (text.empty()) return {};
    const auto* source = reinterpret_cast<const wchar_t*>(text.data());
    const int length = CountOf(text.size());
    const int size = WideCharToMultiByte(codePage, 0, source, length, nullptr, 0, nullptr, nullptr);
    if (size <= 0) throw ResultError{MAPI_E_BAD_CHARWIDTH};
    ByteVector result(static_cast<std::size_t>(size));
    WideCharToMultiByte(codePage, 0, source, length, reinterpret_cast<char*>(result.data()), size, nullptr,
                        nullptr);
    return result;
}

}  // namespace mapi_msg

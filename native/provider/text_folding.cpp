#include "provider/text_folding.h"

#include <algorithm>
#include <vector>

#include "abi/mapi_codes.h"
#include "abi/mapi_types.h"
#include "provider/result.h"

namespace mapi_msg {

namespace {

std::u16string LowerCase(const std::u16string& text) {
    std::u16string result(text.size(), u'\0');
    const int length =
        LCMapStringEx(LOCALE_NAME_INVARIANT, LCMAP_LOWERCASE, reinterpret_cast<const wchar_t*>(text.data()),
                      static_cast<int>(text.size()), reinterpret_cast<wchar_t*>(result.data()),
                      static_cast<int>(result.size()), nullptr, nullptr, 0);
    if (length <= 0) throw ResultError{MAPI_E_CALL_FAILED};
    result.resize(static_cast<std::size_t>(length));
    return result;
}

// Takes letters apart from their marks, then drops the marks.
std::u16string WithoutMarks(const std::u16string& text) {
    const auto* source = reinterpret_cast<const wchar_t*>(text.data());
    const int size = static_cast<int>(text.size());
    const int length = FoldStringW(MAP_COMPOSITE, source, size, nullptr, 0);
    if (length <= 0) throw ResultError{MAPI_E_CALL_FAILED};
    std::u16string apart(static_cast<std::size_t>(length), u'\0');
    auto* target = reinterpret_cast<wchar_t*>(apart.data());
    FoldStringW(MAP_COMPOSITE, source, size, target, length);

    std::vector<WORD> kinds(apart.size());
    if (!GetStringTypeW(CT_CTYPE3, target, length, kinds.data())) throw ResultError{MAPI_E_CALL_FAILED};
    std::u16string result;
    for (std::size_t i = 0; i < apart.size(); ++i) {
        if (!(kinds[i] & C3_NONSPACING)) result += apart[i];
    }
    return result;
}

}  // namespace

std::u16string FoldText(std::u16string_view text, ULONG flags) {
    std::u16string result(text);
    if (!result.empty() && flags & (FL_IGNORENONSPACE | FL_LOOSE)) result = WithoutMarks(result);
    if (!result.empty() && flags & (FL_IGNORECASE | FL_LOOSE)) result = LowerCase(result);
    return result;
}

}  // namespace mapi_msg

// Text of 2-byte wchar_t, in place of the host's functions for 4 bytes.
#include <algorithm>
#include <cstddef>

extern "C" {

std::size_t wcslen(const wchar_t* text) {
    std::size_t length = 0;
    while (text[length]) ++length;
    return length;
}

wchar_t* wmemcpy(wchar_t* target, const wchar_t* source, std::size_t count) {
    std::copy_n(source, count, target);
    return target;
}

wchar_t* wmemmove(wchar_t* target, const wchar_t* source, std::size_t count) {
    if (target <= source) {
        std::copy(source, source + count, target);
    } else {
        std::copy_backward(source, source + count, target + count);
    }
    return target;
}

wchar_t* wmemset(wchar_t* target, wchar_t unit, std::size_t count) {
    std::fill_n(target, count, unit);
    return target;
}

wchar_t* wcspbrk(const wchar_t* text, const wchar_t* wanted) {
    for (; *text; ++text) {
        for (const wchar_t* each = wanted; *each; ++each) {
            if (*text == *each) return const_cast<wchar_t*>(text);
        }
    }
    return nullptr;
}

int _wcsicmp(const wchar_t* left, const wchar_t* right) {
    const auto lower = [](wchar_t unit) { return unit >= L'A' && unit <= L'Z' ? unit + 32 : unit; };
    while (*left && lower(*left) == lower(*right)) ++left, ++right;
    return lower(*left) - lower(*right);
}

}  // extern "C"

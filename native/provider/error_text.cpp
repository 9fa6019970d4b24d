#include "provider/error_text.h"

#include <cstring>
#include <string_view>

namespace mapi_msg {

namespace {

constexpr std::string_view kComponent = "mapi-msg embedded provider";

std::string_view TextOf(const ResultError& error) {
    switch (error.result) {
        case MAPI_E_NO_SUPPORT:
            return "The provider does not support this operation on a message in a storage.";
        case MAPI_E_UNKNOWN_FLAGS:
            return "A flag is not one that this method knows.";
        case MAPI_E_INVALID_PARAMETER:
            return "A parameter is missing or out of its range.";
        case MAPI_E_INTERFACE_NOT_SUPPORTED:
            return "The object or property does not offer this interface.";
        case MAPI_E_NOT_FOUND:
            return "There is no such property, attachment or row.";
        case MAPI_E_NO_ACCESS:
            return FAILED(error.storageResult)
                       ? "The storage denies access."
                       : "The object or its storage was opened for reading only, or is in use.";
        case MAPI_E_NOT_ENOUGH_MEMORY:
            return "There is not enough memory, or the value is so large that it has to be opened as a "
                   "stream.";
        case MAPI_E_CORRUPT_DATA:
            return "The storage is damaged or holds no message.";
        case MAPI_E_DISK_ERROR:
            return "The storage could not be read or written.";
        case MAPI_E_NOT_ENOUGH_DISK:
            return "The disk is full.";
        case MAPI_E_TOO_COMPLEX:
            return "The restriction or sort order is too complex, or messages are embedded too deeply.";
        case MAPI_E_INVALID_BOOKMARK:
            return "The bookmark is not one of this table, or was freed or discarded.";
        case MAPI_E_BAD_CHARWIDTH:
            return "The string cannot be converted to the width that was asked for.";
        default:
            return "The operation failed.";
    }
}

template <typename Unit>
Unit* PutText(Unit* place, std::string_view text) {
    for (char unit : text) *place++ = static_cast<Unit>(unit);
    *place++ = 0;
    return place;
}

template <typename Unit>
MAPIERROR* Describe(const ResultError& error, const Allocator& allocator) {
    const std::string_view text = TextOf(error);
    const std::size_t units = text.size() + 1 + kComponent.size() + 1;
    auto block = allocator.Allocate<MAPIERROR>(sizeof(MAPIERROR) + units * sizeof(Unit));
    auto* place = reinterpret_cast<Unit*>(block.Get() + 1);
    block->ulVersion = 0;
    block->lpszError = reinterpret_cast<LPTSTR>(place);
    place = PutText(place, text);
    block->lpszComponent = reinterpret_cast<LPTSTR>(place);
    PutText(place, kComponent);
    block->ulLowLevelError = static_cast<ULONG>(error.storageResult);
    block->ulContext = 0;
    return block.Detach();
}

}  // namespace

MAPIERROR* DescribeError(const ResultError& error, bool unicode, const Allocator& allocator) {
    return unicode ? Describe<wchar_t>(error, allocator) : Describe<char>(error, allocator);
}

}  // namespace mapi_msg

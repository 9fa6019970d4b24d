#include "mapi/extended_error.h"

#include <cstring>

#include "mapi/property_value.h"

namespace mapi_msg {
namespace {

std::wstring FromAnsi(const void* text) {
    const auto* ansi = static_cast<const char*>(text);
    if (!ansi) return {};
    try {
        return DecodeString8(ansi, std::strlen(ansi), CP_ACP);
    } catch (const MapiFailure&) {
        // What is said of a failure must not hide it.
        return {};
    }
}

}  // namespace

ExtendedError CopyExtendedError(const MAPIERROR& error) {
    return {FromAnsi(error.lpszError), FromAnsi(error.lpszComponent), error.ulLowLevelError, error.ulContext};
}

}  // namespace mapi_msg

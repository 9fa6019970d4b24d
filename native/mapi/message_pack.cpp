#include "mapi/message_pack.h"

#include <array>
#include <cstring>

namespace mapi_msg {

void MessagePack::AddDouble(double number) {
    std::uint64_t bits = 0;
    std::memcpy(&bits, &number, sizeof bits);
    Add64(bits);
}

void MessagePack::AddGuid(const GUID& guid) {
    std::array<std::uint32_t, 4> parts;
    static_assert(sizeof parts == sizeof guid);
    std::memcpy(parts.data(), &guid, sizeof guid);
    words.insert(words.end(), parts.begin(), parts.end());
}

void MessagePack::AddText(std::wstring_view value) {
    if (value.size() > kLongestText) {
        Add(kLarge);
        large.emplace_back(std::wstring(value));
        largeSize += value.size() * sizeof(wchar_t);
        return;
    }
    Add(static_cast<std::uint32_t>(value.size()));
    text += value;
}

void MessagePack::AddBinary(std::span<const std::uint8_t> value) {
    if (value.size() > kLongestBinary) {
        AddBinary(Bytes(value.begin(), value.end()));
        return;
    }
    Add(static_cast<std::uint32_t>(value.size()));
    bytes.insert(bytes.end(), value.begin(), value.end());
}

void MessagePack::AddBinary(Bytes&& value) {
    if (value.size() <= kLongestBinary) {
        AddBinary(std::span<const std::uint8_t>(value));
        return;
    }
    Add(kLarge);
    largeSize += value.size();
    large.emplace_back(std::move(value));
}

}  // namespace mapi_msg

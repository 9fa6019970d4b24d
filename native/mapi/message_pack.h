// What was read of a message, in few blocks of memory, so that it can go to JavaScript with few calls.
// lib/message-pack.ts takes it apart.
//
//   message    := row, details, table, attachments, rtf, decoded, names
//   details    := 0 | 1, row | 2, result code, text (the method): a named property has the identifier 0x8000
//   plus the
//                 number of its name instead of the one that it has in the file
//   table      := kNotAsked | count, row * count
//   attachments:= kNotAsked | count, (row, content) * count
//   content    := 0 | 1, message | 2, result code, text (the method)
//   rtf        := 0 | 1, binary | 2, result code, text (the method)
//   decoded    := 0 | kind, text (as DecodedRtf)
//   names      := kNotAsked | count, (id, GUID, 0, number | id, GUID, 1, text) * count
//   row        := count, (tag, value) * count
//   value      := by the tag's type: a number of one word; a double or a 64-bit number of two; a GUID of
//   four; a text
//                 or a binary; nothing for PT_NULL and unknown types; for multiple values: count, value *
//                 count
//   text, binary := length, with the contents next in `text` or `bytes`; kLarge, with the contents next in
//   `large`
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "abi/mapi.h"
#include "mapi/property_value.h"

namespace mapi_msg {

struct MessagePack {
    static constexpr std::uint32_t kNotAsked = 0xFFFFFFFF;
    static constexpr std::uint32_t kLarge = 0xFFFFFFFF;
    static constexpr std::uint32_t kNothing = 0;
    static constexpr std::uint32_t kSomething = 1;
    static constexpr std::uint32_t kFailure = 2;
    // Longer ones are values of their own in JavaScript too, so that nobody who keeps a short one keeps all.
    static constexpr std::size_t kLongestText = 512;     // UTF-16 units
    static constexpr std::size_t kLongestBinary = 2048;  // bytes

    std::vector<std::uint32_t> words;
    std::wstring text;
    Bytes bytes;
    std::vector<std::variant<std::wstring, Bytes>> large;
    // Of all in `large`, in bytes.
    std::uint64_t largeSize = 0;

    // How much there is of everything.
    struct Mark {
        std::size_t words, text, bytes, large;
        std::uint64_t largeSize;
    };
    Mark SetMark() const { return {words.size(), text.size(), bytes.size(), large.size(), largeSize}; }
    // Drops what was added since.
    void Return(const Mark& mark) {
        words.resize(mark.words);
        text.resize(mark.text);
        bytes.resize(mark.bytes);
        large.resize(mark.large);
        largeSize = mark.largeSize;
    }
    // Of everything, in bytes.
    std::uint64_t Size() const {
        return words.size() * sizeof(std::uint32_t) + text.size() * sizeof(wchar_t) + bytes.size() +
               largeSize;
    }

    void Add(std::uint32_t word) { words.push_back(word); }
    void Add64(std::uint64_t number) {
        Add(static_cast<std::uint32_t>(number));
        Add(static_cast<std::uint32_t>(number >> 32));
    }
    void AddDouble(double number);
    void AddGuid(const GUID& guid);
    void AddText(std::wstring_view value);
    void AddBinary(std::span<const std::uint8_t> value);
    void AddBinary(Bytes&& value);
};

}  // namespace mapi_msg

// Where GB 18030 differs from code page 936: it has sequences of four bytes, and characters in the place of
// some private ones.
#pragma once

#include <cstdint>
#include <optional>

#include "text/bytes.h"

namespace mapi_msg::text {

inline constexpr std::size_t kGb18030SequenceSize = 4;

// Whether four bytes of the text, from this offset on, are one such sequence.
bool IsGb18030Sequence(Bytes text, std::size_t offset);
// The character of the sequence there. Nothing if it stands for none.
std::optional<char32_t> DecodeGb18030Sequence(Bytes text, std::size_t offset);
// Appends the character's sequence. False if it has none, but is one of code page 936.
bool AppendGb18030Sequence(ByteVector& text, char32_t character);

// Between the characters that code page 936 gives for two bytes and those that GB 18030 means by them.
char16_t AssignedFromPrivateUse(char16_t unit);
char16_t PrivateUseFromAssigned(char16_t unit);

}  // namespace mapi_msg::text

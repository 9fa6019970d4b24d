// Numbers as compound files store them.
#pragma once

#include <cstddef>
#include <cstdint>

namespace mapi_msg::compound_file {

template <typename Number>
Number Load(const std::uint8_t* bytes) {
    std::uint64_t value = 0;
    for (std::size_t i = 0; i < sizeof(Number); ++i) value |= std::uint64_t{bytes[i]} << (8 * i);
    return static_cast<Number>(value);
}

template <typename Number>
void Store(std::uint8_t* bytes, Number number) {
    for (std::size_t i = 0; i < sizeof(Number); ++i) {
        bytes[i] = static_cast<std::uint8_t>(static_cast<std::uint64_t>(number) >> (8 * i));
    }
}

}  // namespace mapi_msg::compound_file

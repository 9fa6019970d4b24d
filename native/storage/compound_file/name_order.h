// Names of storages and streams: when two are the same, and which goes first. [MS-CFB] 2.6.4
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace mapi_msg::compound_file {

// In UTF-16 units, without the NUL.
constexpr std::size_t kLongestName = 31;

// A name, in place.
class Name {
  public:
    Name() = default;
    // Takes no more than kLongestName units.
    Name(std::u16string_view text) : size_(static_cast<std::uint8_t>(std::min(text.size(), kLongestName))) {
        std::copy_n(text.begin(), size_, units_.begin());
    }

    std::u16string_view View() const { return {units_.data(), size_}; }
    // Two names are the same if their upper-case forms are.
    Name ToUpper() const;

  private:
    std::array<char16_t, kLongestName> units_;
    std::uint8_t size_ = 0;
};

// Whether the upper-case form of `left` goes before that of `right` in a directory: shorter ones first.
bool GoesBefore(std::u16string_view left, std::u16string_view right);

// The same, of names in upper case.
struct UpperNameLess {
    bool operator()(const Name& left, const Name& right) const {
        const std::u16string_view a = left.View();
        const std::u16string_view b = right.View();
        return a.size() != b.size() ? a.size() < b.size() : a < b;
    }
};

}  // namespace mapi_msg::compound_file

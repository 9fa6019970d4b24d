// Names of storages and streams: when two are the same, and which goes first. [MS-CFB] 2.6.4
#pragma once

#include <string>
#include <string_view>

namespace mapi_msg::compound_file {

// Two names are the same if their upper-case forms are.
std::u16string ToUpper(std::u16string_view name);

// The order of upper-case names in a directory: shorter ones first.
struct UpperNameLess {
    bool operator()(const std::u16string& left, const std::u16string& right) const;
};

}  // namespace mapi_msg::compound_file

// Finds IPv4 addresses in running text.
// Thread rule: pure functions.
#pragma once

#include <string_view>

namespace quarry {

// `ip` is an address and stands in `text` with no letter, digit or further octet at its ends.
bool HasIpv4(std::string_view text, std::string_view ip);
// A whole address in `text` begins with `prefix`: "10.1." or a whole address.
bool HasIpv4Prefix(std::string_view text, std::string_view prefix);

}  // namespace quarry

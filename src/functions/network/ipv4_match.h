// Comparison of addresses by prefix, as ipv4_compare() and its kind have it.
// Thread rule: pure functions.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace quarry {

// -1, 0 or 1 by the shortest of both prefixes and `bits`; nullopt when one is no address or `bits` is out of range.
std::optional<int> CompareIpv4(std::string_view a, std::string_view b, int64_t bits);
std::optional<int> CompareIpv6(std::string_view a, std::string_view b, int64_t bits);

}  // namespace quarry

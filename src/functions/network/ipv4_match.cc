#include "functions/network/ipv4_match.h"

#include <algorithm>

#include "functions/network/ip_address.h"

namespace quarry {

std::optional<int> CompareIpv4(std::string_view a, std::string_view b, int64_t bits) {
  auto left = ParseIpv4Prefix(a);
  auto right = ParseIpv4Prefix(b);
  if (!left || !right || bits < 0 || bits > 32) return std::nullopt;
  left->bits = right->bits = std::min({left->bits, right->bits, static_cast<int>(bits)});
  const uint32_t x = left->address & left->mask(), y = right->address & right->mask();
  return x < y ? -1 : x > y ? 1 : 0;
}

std::optional<int> CompareIpv6(std::string_view a, std::string_view b, int64_t bits) {
  const auto left = ParseIpv6Prefix(a);
  const auto right = ParseIpv6Prefix(b);
  if (!left || !right || bits < 0 || bits > 128) return std::nullopt;
  const int kept = std::min({left->bits, right->bits, static_cast<int>(bits)});
  const Ipv6Address x = left->Masked(kept), y = right->Masked(kept);
  return x < y ? -1 : x > y ? 1 : 0;
}

}  // namespace quarry

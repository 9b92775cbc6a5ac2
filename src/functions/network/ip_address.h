// IPv4 and IPv6 addresses and prefixes in text.
// Thread rule: pure functions.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace quarry {

std::optional<uint32_t> ParseIpv4(std::string_view text);
std::string FormatIpv4(uint32_t address);

struct Ipv4Prefix {
  uint32_t address = 0;
  int bits = 32;
  uint32_t mask() const { return bits == 0 ? 0 : ~uint32_t{0} << (32 - bits); }
  bool Contains(uint32_t other) const { return (address & mask()) == (other & mask()); }
};
// "10.1.2.3" or "10.0.0.0/8"; a host has 32 bits.
std::optional<Ipv4Prefix> ParseIpv4Prefix(std::string_view text);

using Ipv6Address = std::array<uint8_t, 16>;
// Also IPv4 addresses, as ::ffff:a.b.c.d. A zone ("%eth0") is not accepted.
std::optional<Ipv6Address> ParseIpv6(std::string_view text);
// All eight groups of four digits.
std::string FormatIpv6Full(const Ipv6Address& address);

struct Ipv6Prefix {
  Ipv6Address address{};
  int bits = 128;
  // The address with everything behind the first `bits` cleared.
  Ipv6Address Masked(int bits) const;
  bool Contains(const Ipv6Prefix& other) const;
};
// The bits of an IPv4 prefix count from the IPv4 part: "10.0.0.0/8" has 96 + 8 bits.
std::optional<Ipv6Prefix> ParseIpv6Prefix(std::string_view text);

}  // namespace quarry

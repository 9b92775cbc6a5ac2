#include "functions/network/ip_address.h"

#include <algorithm>

#include "base/ascii.h"
#include "types/number.h"

namespace quarry {

std::optional<uint32_t> ParseIpv4(std::string_view text) {
  uint32_t address = 0;
  size_t at = 0;
  for (int octet = 0; octet < 4; ++octet) {
    if (octet > 0 && (at >= text.size() || text[at++] != '.')) return std::nullopt;
    uint32_t value = 0;
    const size_t from = at;
    while (at < text.size() && IsAsciiDigit(text[at]) && at - from < 3)
      value = value * 10 + static_cast<uint32_t>(text[at++] - '0');
    if (at == from || value > 255) return std::nullopt;
    address = address << 8 | value;
  }
  return at == text.size() ? std::optional(address) : std::nullopt;
}

std::string FormatIpv4(uint32_t address) {
  std::string out;
  for (int shift = 24; shift >= 0; shift -= 8) {
    if (shift != 24) out += '.';
    out += std::to_string(address >> shift & 255);
  }
  return out;
}

namespace {

// Splits "address/bits"; `*bits` stays when there is no slash. False for bad bits.
bool SplitPrefix(std::string_view& text, int most, int* bits) {
  const size_t slash = text.find('/');
  if (slash == std::string_view::npos) return true;
  const std::string_view digits = text.substr(slash + 1);
  const auto number = ParseInteger(digits);
  if (!number || !IsAsciiDigit(digits[0]) || *number > most) return false;
  *bits = static_cast<int>(*number);
  text = text.substr(0, slash);
  return true;
}

}  // namespace

std::optional<Ipv4Prefix> ParseIpv4Prefix(std::string_view text) {
  Ipv4Prefix prefix;
  if (!SplitPrefix(text, 32, &prefix.bits)) return std::nullopt;
  const auto address = ParseIpv4(text);
  if (!address) return std::nullopt;
  prefix.address = *address;
  return prefix;
}

std::optional<Ipv6Address> ParseIpv6(std::string_view text) {
  if (const auto v4 = ParseIpv4(text)) {
    Ipv6Address mapped{};
    mapped[10] = mapped[11] = 0xff;
    for (int i = 0; i < 4; ++i) mapped[static_cast<size_t>(12 + i)] = static_cast<uint8_t>(*v4 >> (24 - 8 * i));
    return mapped;
  }
  uint16_t groups[8] = {};
  int count = 0;
  int gap = -1;
  size_t at = 0;
  if (text.starts_with("::")) {
    gap = 0;
    at = 2;
  }
  while (at < text.size()) {
    if (count == 8) return std::nullopt;
    const std::string_view rest = text.substr(at);
    const size_t colon = rest.find(':');
    if (rest.substr(0, colon).find('.') != std::string_view::npos) {  // an IPv4 tail
      const auto v4 = ParseIpv4(rest);
      if (!v4 || count > 6) return std::nullopt;
      groups[count++] = static_cast<uint16_t>(*v4 >> 16);
      groups[count++] = static_cast<uint16_t>(*v4);
      at = text.size();
      break;
    }
    uint32_t value = 0;
    const size_t from = at;
    while (at < text.size() && at - from < 4) {
      const char c = AsciiLower(text[at]);
      if (IsAsciiDigit(c))
        value = value << 4 | static_cast<uint32_t>(c - '0');
      else if (c >= 'a' && c <= 'f')
        value = value << 4 | static_cast<uint32_t>(c - 'a' + 10);
      else
        break;
      ++at;
    }
    if (at == from) return std::nullopt;
    groups[count++] = static_cast<uint16_t>(value);
    if (at == text.size()) break;
    if (text[at++] != ':' || at == text.size()) return std::nullopt;
    if (text[at] == ':') {
      if (gap >= 0) return std::nullopt;
      gap = count;
      ++at;
    }
  }
  if (gap < 0 ? count != 8 : count > 7) return std::nullopt;
  Ipv6Address address{};
  const int tail = gap < 0 ? 0 : count - gap;
  for (int i = 0; i < count; ++i) {
    const int group = i < count - tail ? i : 8 - count + i;
    address[static_cast<size_t>(2 * group)] = static_cast<uint8_t>(groups[i] >> 8);
    address[static_cast<size_t>(2 * group + 1)] = static_cast<uint8_t>(groups[i]);
  }
  return address;
}

std::string FormatIpv6Full(const Ipv6Address& address) {
  constexpr char kHex[] = "0123456789abcdef";
  std::string out;
  for (size_t i = 0; i < 16; ++i) {
    if (i > 0 && i % 2 == 0) out += ':';
    out += kHex[address[i] >> 4];
    out += kHex[address[i] & 15];
  }
  return out;
}

Ipv6Address Ipv6Prefix::Masked(int kept) const {
  Ipv6Address out = address;
  for (int i = 0; i < 16; ++i) {
    const int left = std::clamp(kept - 8 * i, 0, 8);
    out[static_cast<size_t>(i)] = static_cast<uint8_t>(out[static_cast<size_t>(i)] & (0xff00 >> left));
  }
  return out;
}

bool Ipv6Prefix::Contains(const Ipv6Prefix& other) const {
  return bits <= other.bits && Masked(bits) == other.Masked(bits);
}

std::optional<Ipv6Prefix> ParseIpv6Prefix(std::string_view text) {
  Ipv6Prefix prefix;
  const bool is_v4 = text.find(':') == std::string_view::npos;
  if (!SplitPrefix(text, is_v4 ? 32 : 128, &prefix.bits)) return std::nullopt;
  if (is_v4 && prefix.bits <= 32)
    prefix.bits += 96;
  else if (is_v4)
    prefix.bits = 128;
  const auto address = ParseIpv6(text);
  if (!address) return std::nullopt;
  prefix.address = *address;
  return prefix;
}

}  // namespace quarry

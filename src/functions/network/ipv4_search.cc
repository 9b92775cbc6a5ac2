#include "functions/network/ipv4_search.h"

#include "base/ascii.h"
#include "functions/network/ip_address.h"

namespace quarry {

namespace {

// The address that starts at `at`: digits and points up to the first other character; "" when none does.
std::string_view AddressAt(std::string_view text, size_t at) {
  if (at > 0 && (IsAsciiAlnum(text[at - 1]) || (text[at - 1] == '.' && at > 1 && IsAsciiDigit(text[at - 2]))))
    return {};
  size_t end = at;
  while (end < text.size() && (IsAsciiDigit(text[end]) || text[end] == '.')) ++end;
  if (end < text.size() && IsAsciiAlpha(text[end])) return {};
  std::string_view address = text.substr(at, end - at);
  while (address.ends_with('.')) address.remove_suffix(1);  // the end of a sentence
  return ParseIpv4(address) ? address : std::string_view();
}

}  // namespace

bool HasIpv4(std::string_view text, std::string_view ip) {
  if (!ParseIpv4(ip)) return false;
  for (size_t at = text.find(ip); at != std::string_view::npos; at = text.find(ip, at + 1))
    if (AddressAt(text, at) == ip) return true;
  return false;
}

bool HasIpv4Prefix(std::string_view text, std::string_view prefix) {
  if (prefix.empty() || !IsAsciiDigit(prefix[0])) return false;
  const bool whole = !prefix.ends_with('.');
  if (whole) return HasIpv4(text, prefix);
  for (size_t at = text.find(prefix); at != std::string_view::npos; at = text.find(prefix, at + 1))
    if (!AddressAt(text, at).empty()) return true;
  return false;
}

}  // namespace quarry

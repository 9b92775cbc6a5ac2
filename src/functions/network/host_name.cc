#include "functions/network/host_name.h"

#include <idn2.h>

#include <algorithm>
#include <array>

#include "base/ascii.h"
#include "base/shared_library.h"
#include "functions/network/ip_address.h"
#include "functions/text/unicode.h"

namespace quarry {
namespace {

// Where the host stands: without white space around it, scheme and what follows the authority.
struct Authority {
  std::string_view text, rest;
};
Authority AuthorityOf(std::string_view host) {
  while (!host.empty() && static_cast<unsigned char>(host.front()) <= ' ') host.remove_prefix(1);
  while (!host.empty() && static_cast<unsigned char>(host.back()) <= ' ') host.remove_suffix(1);
  if (const size_t scheme = host.find("://");
      scheme != std::string_view::npos && host.find_first_of("/?#") == scheme + 1)
    host.remove_prefix(scheme + 3);
  else if (host.starts_with("//"))
    host.remove_prefix(2);
  const size_t end = std::min(host.find_first_of("/?#\\"), host.size());
  return {host.substr(0, end), host.substr(end)};
}

#define QUARRY_IDN2_FUNCTIONS(DO) \
  DO(idn2_free)                   \
  DO(idn2_to_ascii_8z)
QUARRY_IDN2_FUNCTIONS(QUARRY_LIBRARY_FUNCTION)

void LoadIdn2() {
  static const LibrarySymbol kSymbols[] = {QUARRY_IDN2_FUNCTIONS(QUARRY_LIBRARY_SYMBOL)};
  static const RequiredLibrary library(QUARRY_LIBIDN2, kSymbols);
}

// The name in punycode. A label that is no international name, in a name that else is one, stays as it is: what stands
// beside it must not hide the others.
std::string InPunycode(const std::string& name) {
  LoadIdn2();
  const auto convert = [](const std::string& text) {
    char* ascii = nullptr;
    std::string out = idn2_to_ascii_8z(text.c_str(), &ascii, IDN2_NO_TR46) == IDN2_OK ? ascii : text;
    idn2_free(ascii);
    return out;
  };
  std::string whole = convert(name);
  if (IsAsciiText(whole)) return whole;
  std::string out;
  for (size_t at = 0; at <= name.size();) {
    const size_t dot = std::min(name.find('.', at), name.size());
    const std::string label = name.substr(at, dot - at);
    out += IsAsciiText(label) ? label : convert(label);
    if (dot < name.size()) out += '.';
    at = dot + 1;
  }
  return out;
}

// Lower-case letters, digits, `-`, `_` and `.`.
constexpr std::array<bool, 256> kPlain = [] {
  std::array<bool, 256> plain{};
  for (const char c : std::string_view("abcdefghijklmnopqrstuvwxyz0123456789-_."))
    plain[static_cast<unsigned char>(c)] = true;
  return plain;
}();

}  // namespace

bool IsNormalizedHost(std::string_view text) {
  // Nothing that a scheme, a user, a port, a path, an IPv6 address or an international name is written with.
  for (const char c : text) {
    if (!kPlain[static_cast<unsigned char>(c)]) return false;
  }
  return !text.ends_with('.');
}

std::string_view UrlPath(std::string_view host_or_url) {
  const std::string_view rest = AuthorityOf(host_or_url).rest;
  return rest.starts_with('/') ? rest.substr(0, rest.find_first_of("?#")) : std::string_view();
}

std::string NormalizeHost(std::string_view host) {
  if (IsNormalizedHost(host)) return std::string(host);
  host = AuthorityOf(host).text;
  if (const size_t user = host.rfind('@'); user != std::string_view::npos) host.remove_prefix(user + 1);
  if (host.starts_with('[')) {
    const size_t close = host.find(']');
    host = host.substr(1, close == std::string_view::npos ? close : close - 1);
    return AsciiLowered(host.substr(0, host.find('%')));
  }
  // Without brackets there can be no port. The zone behind `%` is the name of an interface.
  if (const std::string_view address = host.substr(0, host.find('%')); ParseIpv6(address)) return AsciiLowered(address);
  if (const size_t colon = host.find(':'); colon != std::string_view::npos) host = host.substr(0, colon);
  // Folding never makes a letter outside ASCII one inside, and mappings (of full-width letters, of forms to NFC) are
  // off: the ASCII labels of the result stand in the input, which prefilters rely on.
  std::string name = Folded(host);
  if (!IsAsciiText(name)) name = InPunycode(name);
  while (name.ends_with('.')) name.pop_back();
  return name;
}

DomainSuffix::DomainSuffix(std::string_view pattern) : pattern_(pattern) {
  std::string_view rest = pattern;
  if (rest.starts_with("*.")) {
    needs_label_before_ = true;
    rest.remove_prefix(2);
  } else if (rest.starts_with('.')) {
    needs_label_before_ = true;
    rest.remove_prefix(1);
  }
  const std::string lower = AsciiLowered(rest);
  for (size_t at = 0; at <= lower.size();) {
    const size_t dot = std::min(lower.find('.', at), lower.size());
    labels_.push_back(lower.substr(at, dot - at));
    at = dot + 1;
  }
}

bool DomainSuffix::Matches(std::string_view host) const {
  for (size_t i = labels_.size(); i-- > 0;) {
    if (host.empty()) return false;
    const size_t dot = host.rfind('.');
    const std::string_view label = dot == std::string_view::npos ? host : host.substr(dot + 1);
    if (label.empty() || (labels_[i] != "*" && labels_[i] != label)) return false;
    const bool last = dot == std::string_view::npos;
    if (last && i > 0) return false;
    host = last ? std::string_view() : host.substr(0, dot);
    if (last) return !needs_label_before_;
  }
  return !needs_label_before_ || !host.empty();
}

std::string DomainSuffix::LongestLiteral() const {
  std::string best, run;
  for (size_t i = 0; i <= labels_.size(); ++i) {
    if (i < labels_.size() && labels_[i] != "*" && !labels_[i].starts_with("xn--")) {
      // Every label but the first is preceded by a dot; the first one is when something must stand before it.
      if (i > 0 || needs_label_before_) run += '.';
      run += labels_[i];
      continue;
    }
    if (i < labels_.size() && !run.empty()) run += '.';
    if (run.size() > best.size()) best = run;
    run.clear();
  }
  return best;
}

}  // namespace quarry

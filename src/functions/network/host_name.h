// Host names: one spelling for each, and label-wise suffixes.
// Thread rule: pure functions.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace quarry {

// The host of a URL or of a bare host[:port] in one spelling: no scheme, user information, port, path or trailing
// dots; lower case; internationalised names in punycode. IPv6 literals keep their text, without brackets.
// "" when nothing is left. A label that IDNA rejects keeps its lower-case text. An address loses its zone ("%eth0").
std::string NormalizeHost(std::string_view host_or_url);
// Whether NormalizeHost has nothing to do. False does not mean that it changes anything.
bool IsNormalizedHost(std::string_view text);
// The path of a URL, from its '/' up to '?' or '#', as written; "" when there is none. A view into the argument.
std::string_view UrlPath(std::string_view host_or_url);

// A suffix pattern, in labels from the right: "*.lambda-url.*.on.aws". A `*` label stands for exactly one label;
// a leading "*." (or ".") asks for at least one label before the rest.
class DomainSuffix {
 public:
  explicit DomainSuffix(std::string_view pattern);
  // REQUIRES: `host` is normalised.
  bool Matches(std::string_view host) const;
  const std::string& pattern() const { return pattern_; }
  // The longest run of labels without `*`, with its dots: what every matching host contains, in its spelling before
  // NormalizeHost too (so labels in punycode are left out).
  std::string LongestLiteral() const;

 private:
  std::string pattern_;
  std::vector<std::string> labels_;  // from the left
  bool needs_label_before_ = false;
};

}  // namespace quarry

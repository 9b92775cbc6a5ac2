// URLs taken apart, as parse_url() shows them.
// Thread rule: pure functions.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace quarry {

struct UrlParts {
  std::string_view scheme, host, port, path, user, password, query, fragment;
};
// Text that is no URL gives parts as far as they go.
UrlParts ParseUrlParts(std::string_view url);
// The pairs of a query text, in order; names and values as written.
std::vector<std::pair<std::string_view, std::string_view>> QueryParameters(std::string_view query);
// The text with all bytes but ASCII letters, digits and those of `kept` as `%xx`, by `digits` (16 of them).
std::string PercentEncoded(std::string_view text, std::string_view kept, std::string_view digits, bool space_is_plus);
// `%xx` as bytes; what is no such escape stays.
std::string PercentDecoded(std::string_view text, bool plus_is_space);

}  // namespace quarry

// SqlDialect: how an SQL target writes the tests of a filter; the rest of the query is the same for all.
// Thread rule: pure functions.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "convert/regex.h"
#include "convert/target.h"

namespace quarry::convert {

struct SqlDialect {
  std::string_view lower;     // function that lowers every letter
  std::string_view contains;  // `{a}` is the text, `{b}` what is searched for
  std::string_view starts_with, ends_with;
  std::string_view regex;       // `{a}` matches `{b}`, anywhere in the text
  std::string_view number;      // `{a}` as a number, null when it is none
  std::string_view ipv6_range;  // "": ranges of IPv6 cannot be said
  RegexDialect regex_dialect;
  bool backslash_escapes = false;  // in string literals
};

std::optional<std::string> SqlQuery(const ConvertInput& input, const SqlDialect& dialect,
                                    std::vector<Refusal>& refusals);
// The query behind a comment with the rule's metadata.
std::string SqlRule(const ConvertInput& input, std::string_view query);

}  // namespace quarry::convert

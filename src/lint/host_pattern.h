// HostPattern: what a comparison of a host column looks for, in one form for operators, globs and regular expressions.
// Thread rule: pure functions.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "lint/text_test.h"

namespace quarry {

struct HostPattern {
  std::string text;  // lower case, without a leading dot; `*` for what may be anything: "lambda-url.*.amazonaws.com"
  bool at_label = false;     // what stands before it is a dot or nothing, so that `notworkers.dev` does not match
  bool at_end = false;       // nothing stands behind it
  bool only_dollar = false;  // a regular expression's end, which a trailing dot or a port misses
  Span span;
};

// Of tests of host columns; empty for others, and without what cannot be read as a host.
std::vector<HostPattern> HostPatternsOf(const TextTest& test);

// True when `pattern` names `suffix` ("lambda-url.*.on.aws", `*` one label) or a name below it.
bool NamesSuffix(std::string_view pattern, std::string_view suffix);

}  // namespace quarry

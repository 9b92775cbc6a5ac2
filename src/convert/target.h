// ConvertTarget: a language that Sigma rules are converted to. One file in convert/targets each, collected by the
// build. Thread rule: writers are pure functions.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/define.h"
#include "convert/filter.h"
#include "convert/pipeline.h"

namespace quarry::convert {

// What a target cannot say without changing what a rule means.
struct Refusal {
  std::string feature;  // names the group: "keywords", "absent fields"
  std::string message;  // which, and why not
  std::string advice;   // what to do; may be empty
  Span span;            // in the rule
};

// A rule on its way: the filter over the target's columns, and which rows it looks at.
struct ConvertInput {
  const sigma::Rule& rule;
  const Pipeline& pipeline;
  const LogSourceMapping& logsource;
  std::string source;
  Filter filter;     // of columns
  Filter selection;  // of the Windows events that the log source means; kAnd without operands: none
};

struct ConvertTarget {
  std::string_view name;                       // "spl"
  std::string_view doc;                        // "Splunk's search language"
  std::string_view query_ending, rule_ending;  // of files: "spl", "conf"
  // The query, ending in '\n'. Nothing when refusals were added.
  std::optional<std::string> (*query)(const ConvertInput& input, std::vector<Refusal>& refusals);
  // The platform's rule around the query.
  std::string (*rule)(const ConvertInput& input, std::string_view query);
  bool rule_only = false;                              // there is no query without a rule
  std::string_view comment = "// ", comment_end = "";  // around a comment of one line
};

}  // namespace quarry::convert

namespace quarry {
using convert::ConvertTarget;
std::span<const ConvertTarget* const> AllConvertTargets();
}  // namespace quarry

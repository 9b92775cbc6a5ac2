// Look-around and back-references.
#include "lint/lint_query.h"

namespace quarry {
namespace {
std::string_view Forbidden(std::string_view regex, Lang lang) {
  for (size_t i = 0; i + 1 < regex.size(); ++i) {
    if (regex[i] == '\\') {
      const char next = regex[++i];
      if (next >= '1' && next <= '9' && (i < 2 || regex[i - 2] != '[')) return "a back-reference";
      continue;
    }
    if (regex[i] == '[') {
      const size_t end = regex.find(']', i + 2);
      if (end == std::string_view::npos) return {};
      i = end;
      continue;
    }
    const std::string_view rest = regex.substr(i);
    if (rest.starts_with("(?<=") || rest.starts_with("(?<!")) return "a look-behind";
    if (lang == Lang::kKql && (rest.starts_with("(?=") || rest.starts_with("(?!"))) return "a look-ahead";
  }
  return {};
}

void CheckQuery(const LintQuery& query, LintReporter& reporter) {
  for (const TextTest& test : query.tests) {
    if (test.kind != TextTest::Kind::kRegex) continue;
    for (const TextValue& value : test.values) {
      const std::string_view what = Forbidden(value.text, query.lang);
      if (what.empty()) continue;
      reporter.Report(value.span, "the regular expression has " + std::string(what)).label =
          query.lang == Lang::kKql ? "Kusto's RE2 does not compile it" : "LogScale does not compile it";
    }
  }
}

}  // namespace

QUARRY_DEFINE(LintCheck, kRegexDialect) = {
    .id = "regex-dialect",
    .name = "regular expression that the platform cannot compile",
    .severity = Severity::kError,
    .languages = kLintKql | kLintCql,
    .doc =
        "Kusto uses RE2, which has neither look-around nor back-references; LogScale has look-ahead and "
        "neither look-behind nor back-references.",
    .rationale = "The platform refuses the query.",
    .bad = "T | where A matches regex @\"(?<!x)y\"",
    .good = "T | where A matches regex @\"(^|[^x])y\"",
    .query = CheckQuery,
};

}  // namespace quarry

// Repeats of repeats.
#include "lint/lint_query.h"

namespace quarry {
namespace {
// The place of a `)` that is repeated although its group is one atom, itself repeated.
size_t FindNested(std::string_view regex) {
  for (size_t i = 0; i + 1 < regex.size(); ++i) {
    if (regex[i] == '\\') {
      ++i;
      continue;
    }
    if (regex[i] != '(') continue;
    size_t at = i + 1;
    if (regex.substr(at).starts_with("?:")) at += 2;
    if (at >= regex.size()) break;
    if (regex[at] == '\\')
      at += 2;
    else if (regex[at] == '[') {
      const size_t end = regex.find(']', at + 2);
      if (end == std::string_view::npos) break;
      at = end + 1;
    } else if (regex[at] != '(' && regex[at] != ')') {
      ++at;
    } else {
      continue;
    }
    if (at + 2 < regex.size() && (regex[at] == '+' || regex[at] == '*') && regex[at + 1] == ')' &&
        (regex[at + 2] == '+' || regex[at + 2] == '*'))
      return i;
  }
  return std::string_view::npos;
}

void CheckQuery(const LintQuery& query, LintReporter& reporter) {
  for (const TextTest& test : query.tests) {
    if (test.kind != TextTest::Kind::kRegex) continue;
    for (const TextValue& value : test.values) {
      const size_t at = FindNested(value.text);
      if (at == std::string::npos) continue;
      reporter.Report(value.span, "a repeat is repeated: `" + value.text.substr(at, 12) + "`").label =
          "an engine that tries back and forth takes exponential time";
    }
  }
}

}  // namespace

QUARRY_DEFINE(LintCheck, kNestedRepeat) = {
    .id = "nested-repeat",
    .name = "repeat inside of a repeat",
    .severity = Severity::kWarning,
    .languages = kLintKql | kLintCql | kLintSigma,
    .doc = "A regular expression repeats a group that is itself a repeat of the same: `(a+)+`, `(.*)*`.",
    .rationale =
        "Engines that try back and forth (LogScale's, those of most Sigma back-ends) take exponential "
        "time on a text that almost matches; an attacker can write such a text into a command line.",
    .bad = "| where A matches regex @\"(\\w+)+\\.exe\"",
    .good = "| where A matches regex @\"\\w+\\.exe\"",
    .query = CheckQuery,
};

}  // namespace quarry

// contains over words.
#include "base/ascii.h"
#include "lint/lint_query.h"

namespace quarry {
namespace {
// A word of letters and digits that is long enough to be in the index and not the middle of words.
bool IsTerm(std::string_view text) {
  if (text.size() < 6 || AsciiLowered(text).find("base64") != std::string::npos) return false;
  for (const char c : text) {
    if (!IsAsciiAlnum(c)) return false;
  }
  return true;
}

void CheckQuery(const LintQuery& query, LintReporter& reporter) {
  for (const TextTest& test : query.tests) {
    if (test.kind != TextTest::Kind::kContains || !test.filters || test.values.size() != 1 ||
        test.field_kind != FieldKind::kCommandLine || !IsTerm(test.values[0].text))
      continue;
    LintFinding& finding =
        reporter.Report(test.op_span, "`" + test.op + "` reads every text for a word that `has` finds by the index");
    finding.label = "`has` matches `" + test.values[0].text + "` as a whole term";
    std::string has = test.op;
    has.replace(has.find("contains"), 8, "has");
    finding.fixes.push_back({test.op_span, has});
    finding.fix_is_safe = false;
  }
}

}  // namespace

QUARRY_DEFINE(LintCheck, kContainsForTerm) = {
    .id = "contains-for-term",
    .name = "`contains` where a term is meant",
    .severity = Severity::kNote,
    .languages = kLintKql,
    .doc = "A whole word is searched by `contains`, which reads every text; `has` finds terms by the index.",
    .rationale =
        "The difference is often a hundredfold. `has` matches whole terms only, so that it finds less "
        "where the word is part of a longer one: look before changing.",
    .bad = "| where ProcessCommandLine contains \"mimikatz\"",
    .good = "| where ProcessCommandLine has \"mimikatz\"",
    .fix = "writes `has` (changes what is found where the word is part of a longer one)",
    .query = CheckQuery,
};

}  // namespace quarry

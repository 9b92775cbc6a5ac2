// Order of filters.
#include "lint/lint_query.h"

namespace quarry {
namespace {

void CheckQuery(const LintQuery& query, LintReporter& reporter) {
  for (const KqlPipe& pipe : query.pipes) {
    const kql::Operator* regex = nullptr;
    for (const kql::Operator* op : pipe.operators) {
      if (op->name != "where") break;
      bool has_regex = false, has_cheap = false;
      for (const TextTest& test : query.tests) {
        if (test.stage_span.start != op->span.start || test.stage_span.end != op->span.end) continue;
        (test.kind == TextTest::Kind::kRegex ? has_regex : has_cheap) |=
            test.kind == TextTest::Kind::kRegex || !test.negated;
      }
      if (has_regex && !has_cheap && !regex) regex = op;
      if (!regex || op == regex || has_regex || !has_cheap) continue;
      reporter.Report(regex->name_span, "the regular expression runs before a cheaper filter").label =
          "write the filter on a constant first";
      break;
    }
  }
}

}  // namespace

QUARRY_DEFINE(LintCheck, kRegexFirst) = {
    .id = "regex-first",
    .name = "regular expression before a cheaper filter",
    .severity = Severity::kNote,
    .languages = kLintKql,
    .doc =
        "A `where` with a regular expression alone stands before one that compares a column with a "
        "constant or a term.",
    .rationale =
        "Kusto runs filters in the order written where it cannot know better; a term is looked up in the "
        "index, a regular expression reads every text.",
    .bad = "T | where A matches regex @\"x.y\" | where B == \"c\"",
    .good = "T | where B == \"c\" | where A matches regex @\"x.y\"",
    .query = CheckQuery,
};

}  // namespace quarry

// join without kind=.
#include "lint/lint_query.h"

namespace quarry {
namespace {

void CheckQuery(const LintQuery& query, LintReporter& reporter) {
  for (const KqlPipe& pipe : query.pipes) {
    for (const kql::Operator* op : pipe.operators) {
      if (op->name != "join" || op->FindOption("kind")) continue;
      LintFinding& finding =
          reporter.Report(op->name_span, "`join` without `kind` keeps one row a key of its left side");
      finding.label = "the default is `innerunique`";
      finding.hints.emplace_back("`kind=inner` keeps every pair, `kind=leftsemi` asks for existence");
      finding.fixes.push_back({{op->name_span.end, op->name_span.end, op->name_span.source}, " kind=innerunique"});
    }
  }
}

}  // namespace

QUARRY_DEFINE(LintCheck, kJoinKind) = {
    .id = "join-kind",
    .name = "join without a kind",
    .severity = Severity::kWarning,
    .languages = kLintKql,
    .doc = "A `join` does not say its kind, and Kusto's default is `innerunique`.",
    .rationale =
        "It keeps one row of the left side for each key, any one: events disappear, and which of them "
        "differs from run to run.",
    .bad = "A | join B on Key",
    .good = "A | join kind=inner B on Key",
    .fix = "writes `kind=innerunique`, which is what happens",
    .query = CheckQuery,
};

}  // namespace quarry

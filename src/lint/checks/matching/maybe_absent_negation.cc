// Exclusions by a column that is often empty.
#include "lint/lint_query.h"

namespace quarry {
namespace {

void CheckQuery(const LintQuery& query, LintReporter& reporter) {
  for (const TextTest& test : query.tests) {
    if (!test.negated || !test.filters || test.field_kind != FieldKind::kHost || test.kind == TextTest::Kind::kEquals)
      continue;
    bool asked = false;  // another filter needs a value
    for (const TextTest& other : query.tests) asked |= other.field == test.field && !other.negated && other.filters;
    for (const KqlNode& node : query.kql_nodes) {
      if (node.expr->kind == kql::Expr::Kind::kCall && node.place.filters &&
          (node.expr->text == "isnotempty" || node.expr->text == "notempty" || node.expr->text == "isnotnull") &&
          !node.expr->args.empty() && node.expr->args[0]->text == test.field)
        asked = true;
      if (node.expr->kind == kql::Expr::Kind::kBinary && node.expr->text == "!=" && node.expr->args.size() == 2 &&
          node.expr->args[0]->text == test.field && node.expr->args[1]->text.empty())
        asked = true;
    }
    if (asked) continue;
    LintFinding& finding = reporter.Report(test.span, "rows without `" + test.field + "` pass this negation");
    finding.label = "the column is empty in many rows";
    return;
  }
}

}  // namespace

QUARRY_DEFINE(LintCheck, kMaybeAbsentNegation) = {
    .id = "maybe-absent-negation",
    .name = "negation that empty values pass",
    .severity = Severity::kNote,
    .languages = kLintKql,
    .doc =
        "Rows are left out by a `!has`, `!contains` or `!endswith` on a host column that is empty in many"
        " rows.",
    .rationale =
        "A row without a name is not left out. Where nothing else asks for a name, the result fills with "
        "rows that say nothing.",
    .bad = "DeviceNetworkEvents | where RemoteUrl !has \"contoso.com\"",
    .good = "DeviceNetworkEvents | where isnotempty(RemoteUrl) and not(RemoteUrl endswith \".contoso.com\")",
    .query = CheckQuery,
};

}  // namespace quarry

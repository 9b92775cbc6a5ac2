// make_set and make_list without a limit.
#include "lint/lint_query.h"

namespace quarry {
namespace {

void CheckQuery(const LintQuery& query, LintReporter& reporter) {
  LintFinding* finding = nullptr;
  for (const KqlNode& node : query.kql_nodes) {
    const kql::Expr& expr = *node.expr;
    if (expr.kind != kql::Expr::Kind::kCall ||
        (expr.text != "make_set" && expr.text != "make_list" && expr.text != "makeset" && expr.text != "makelist") ||
        expr.args.size() != 1 || query.hunt)
      continue;
    const Span place = expr.text_span.known() ? expr.text_span : expr.span;
    if (finding) {
      finding->also.push_back(place);
      continue;
    }
    finding = &reporter.Report(place, "`" + std::string(expr.text) + "` without a limit");
    finding->label = "give the number of values to keep as a second argument";
  }
}

}  // namespace

QUARRY_DEFINE(LintCheck, kUnboundedSet) = {
    .id = "unbounded-set",
    .name = "list without a limit",
    .severity = Severity::kNote,
    .languages = kLintKql,
    .doc = "`make_set` or `make_list` without its second argument collects up to 1,048,576 values.",
    .rationale = "One busy host makes a row of megabytes, and the alert that should show it fails.",
    .bad = "| summarize make_set(RemoteUrl) by DeviceName",
    .good = "| summarize make_set(RemoteUrl, 100) by DeviceName",
    .query = CheckQuery,
};

}  // namespace quarry

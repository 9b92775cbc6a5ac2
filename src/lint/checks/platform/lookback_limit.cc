// ago() beyond what the target keeps.
#include "lint/lint_query.h"
#include "types/number.h"

namespace quarry {
namespace {

void CheckQuery(const LintQuery& query, LintReporter& reporter) {
  const bool defender = (query.claimed & kDefender) != 0;
  const bool scheduled = query.frequency.has_value();
  if (!defender && !scheduled) return;
  const int64_t days = scheduled ? 14 : 30;
  for (const KqlNode& node : query.kql_nodes) {
    const kql::Expr& expr = *node.expr;
    if (expr.kind != kql::Expr::Kind::kCall || expr.text != "ago" || expr.args.size() != 1) continue;
    std::string_view text = expr.args[0]->text;
    if (expr.args[0]->kind != kql::Expr::Kind::kLiteral || !text.ends_with("d")) continue;
    text.remove_suffix(1);
    const std::optional<int64_t> asked = ParseInteger(text);
    if (!asked || *asked <= days) continue;
    LintFinding& finding = reporter.Report(
        expr.span, scheduled ? "a scheduled rule looks back 14 days at most" : "advanced hunting keeps 30 days");
    finding.label = "asks for " + std::to_string(*asked) + " days";
  }
}

}  // namespace

QUARRY_DEFINE(LintCheck, kLookbackLimit) = {
    .id = "lookback-limit",
    .name = "time range beyond the platform's",
    .severity = Severity::kWarning,
    .languages = kLintKql,
    .doc =
        "Advanced hunting in Microsoft Defender XDR keeps 30 days; a scheduled rule of Microsoft Sentinel"
        " looks back 14 days at most. The query asks for more.",
    .rationale =
        "The platform returns what it has and says nothing about the rest, so that a baseline over 90 "
        "days is one over 30.",
    .bad =
        "// Microsoft Defender XDR advanced hunting\n"
        "DeviceEvents | where Timestamp > ago(90d)",
    .good =
        "// Microsoft Defender XDR advanced hunting\n"
        "DeviceEvents | where Timestamp > ago(30d)",
    .query = CheckQuery,
};

}  // namespace quarry

// Limits of analytics rules.
#include "lint/lint_query.h"
#include "types/ticks.h"

namespace quarry {
namespace {
bool IsStar(const kql::Operator& op) {
  return !op.args.empty() && (op.args[0]->kind == kql::Expr::Kind::kStar ||
                              (op.args[0]->kind == kql::Expr::Kind::kWildcardName && op.args[0]->text == "*"));
}

void CheckQuery(const LintQuery& query, LintReporter& reporter) {
  if (!query.frequency) return;
  if (query.text.size() > 10000)
    reporter.Report(query.SpanOf(0, 1),
                    "the query has " + std::to_string(query.text.size()) + " characters; a rule holds 10000");
  if (*query.frequency < 5 * kTicksPerMinute)
    reporter.Report(query.SpanOf(0, 1), "`queryFrequency` is below five minutes");
  if (query.period && *query.period > 14 * kTicksPerDay)
    reporter.Report(query.SpanOf(0, 1), "`queryPeriod` is above 14 days");
  for (const KqlPipe& pipe : query.pipes) {
    for (const kql::Operator* op : pipe.operators) {
      if ((op->name == "search" || op->name == "union") && IsStar(*op))
        reporter.Report(op->name_span, "`" + std::string(op->name) + " *` is not allowed in a scheduled rule");
    }
  }
}

}  // namespace

QUARRY_DEFINE(LintCheck, kSentinelRuleLimit) = {
    .id = "sentinel-rule-limit",
    .name = "limit of scheduled rules in Microsoft Sentinel",
    .severity = Severity::kError,
    .languages = kLintKql,
    .doc =
        "What Microsoft Sentinel does not let a scheduled rule do: `search *` and `union *`, a query of "
        "more than 10,000 characters, a frequency below five minutes, a period above 14 days.",
    .rationale = "The rule cannot be saved.",
    .bad =
        "queryFrequency: 1m\n"
        "queryPeriod: 30d\n"
        "query: SigninLogs",
    .good =
        "queryFrequency: 5m\n"
        "queryPeriod: 1h\n"
        "query: SigninLogs",
    .query = CheckQuery,
};

}  // namespace quarry

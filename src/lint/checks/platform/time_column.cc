// Timestamp and TimeGenerated, by what the query is meant for.
#include "lint/lint_query.h"
#include "lint/targets.h"

namespace quarry {
namespace {

void CheckQuery(const LintQuery& query, LintReporter& reporter) {
  const bool sentinel = (query.claimed & kSentinel) && !(query.claimed & kDefender);
  const bool defender = (query.claimed & kDefender) && !(query.claimed & kSentinel);
  if (!sentinel && !defender) return;
  const std::string_view wrong = sentinel ? "Timestamp" : "TimeGenerated";
  const std::string_view right = sentinel ? "TimeGenerated" : "Timestamp";
  LintFinding* finding = nullptr;
  for (const KqlNode& node : query.kql_nodes) {
    if (node.expr->kind != kql::Expr::Kind::kName || node.expr->text != wrong) continue;
    const TableSchema* table = query.catalog->FindTable(node.place.table);
    if (!table || table->platform != "defender") continue;
    if (finding) {
      finding->also.push_back(node.expr->span);
    } else {
      finding = &reporter.Report(node.expr->span, "`" + table->name + "` has no `" + std::string(wrong) + "` in " +
                                                      std::string(LintTargetName(sentinel ? kSentinel : kDefender)));
      finding->label = "there it is `" + std::string(right) + "`";
    }
    finding->fixes.push_back({node.expr->span, std::string(right)});
  }
}

}  // namespace

QUARRY_DEFINE(LintCheck, kTimeColumn) = {
    .id = "time-column",
    .name = "time column of another portal",
    .severity = Severity::kWarning,
    .languages = kLintKql,
    .doc =
        "Tables of Defender have `Timestamp` in advanced hunting and `TimeGenerated` in Microsoft "
        "Sentinel. The query reads the one that its target lacks.",
    .rationale = "Both names stand for one time, and each portal refuses the other's. Quarry accepts both.",
    .bad =
        "// Microsoft Sentinel\n"
        "DeviceEvents | where Timestamp > ago(1d)",
    .good =
        "// Microsoft Sentinel\n"
        "DeviceEvents | where TimeGenerated > ago(1d)",
    .fix = "writes the name that the target has",
    .query = CheckQuery,
};

}  // namespace quarry

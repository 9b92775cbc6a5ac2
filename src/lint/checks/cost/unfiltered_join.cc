// Joins with a bare table.
#include "lint/lint_query.h"

namespace quarry {
namespace {

void CheckQuery(const LintQuery& query, LintReporter& reporter) {
  for (const KqlPipe& pipe : query.pipes) {
    for (const kql::Operator* op : pipe.operators) {
      if (op->name != "join" || op->args.empty()) continue;
      const kql::Expr& right = *op->args[0];
      if (right.kind != kql::Expr::Kind::kName || query.lets.contains(right.text)) continue;
      const TableSchema* table = query.catalog->FindTable(right.text);
      // Inventories are small.
      if (!table || right.text.find("Tvm") != std::string_view::npos ||
          right.text.find("Info") != std::string_view::npos || right.text.ends_with("Inventory"))
        continue;
      reporter.Report(right.span, "every row of `" + table->name + "` is joined").label =
          "filter and project the right side";
    }
  }
}

}  // namespace

QUARRY_DEFINE(LintCheck, kUnfilteredJoin) = {
    .id = "unfiltered-join",
    .name = "whole table on a join's side",
    .severity = Severity::kWarning,
    .languages = kLintKql,
    .doc = "The right side of a join is a table of events without a filter, a grouping or a limit.",
    .rationale =
        "All rows of the time range are sent to every node, and the join runs out of memory on the days "
        "that matter.",
    .bad = "DeviceEvents | join kind=inner DeviceProcessEvents on DeviceId",
    .good =
        "DeviceEvents | join kind=inner (DeviceProcessEvents | where Timestamp > ago(1d) | project "
        "DeviceId, FileName) on DeviceId",
    .query = CheckQuery,
};

}  // namespace quarry

// sort at the end of an alert rule.
#include "lint/lint_query.h"

namespace quarry {
namespace {

void CheckQuery(const LintQuery& query, LintReporter& reporter) {
  const bool alert = query.frequency || (!query.prose.empty() && !query.hunt);
  if (!alert || query.hunt) return;
  for (const KqlPipe& pipe : query.pipes) {
    if (!pipe.outermost || pipe.operators.empty()) continue;
    const kql::Operator& last = *pipe.operators.back();
    if (last.name != "sort" && last.name != "order") continue;
    for (const kql::Operator* op : pipe.operators) {
      if (op->name == "take" || op->name == "limit" || op->name == "top") return;
    }
    reporter.Report(last.name_span, "the rows of an alert are sorted").label =
        "nothing limits them, and the alert has no order";
  }
}

}  // namespace

QUARRY_DEFINE(LintCheck, kSortInAlert) = {
    .id = "sort-in-alert",
    .name = "rows of an alert sorted",
    .severity = Severity::kNote,
    .languages = kLintKql,
    .doc = "A rule that raises alerts ends in a `sort`, without a limit.",
    .rationale = "An alert has no order; the sort costs memory for every row of the time range.",
    .bad = "DeviceEvents | where ActionType == \"x\" | sort by Timestamp desc",
    .good = "DeviceEvents | where ActionType == \"x\"",
    .query = CheckQuery,
};

}  // namespace quarry

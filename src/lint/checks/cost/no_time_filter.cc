// Queries that read everything.
#include "lint/lint_query.h"

namespace quarry {
namespace {

void CheckQuery(const LintQuery& query, LintReporter& reporter) {
  if (query.frequency || query.period || query.in_pack || query.tables.empty()) return;
  for (const std::string& name : query.tables) {
    const TableSchema* table = query.catalog->FindTable(name);
    if (!table || table->time_column.empty()) return;
  }
  for (const KqlNode& node : query.kql_nodes) {
    const bool time_name = node.expr->kind == kql::Expr::Kind::kName &&
                           (node.expr->text == "Timestamp" || node.expr->text == "TimeGenerated" ||
                            node.expr->text == "timestamp" || node.expr->text.find("Time") != std::string_view::npos ||
                            node.expr->text.find("Date") != std::string_view::npos);
    if (time_name && node.place.filters) return;
    if (node.expr->kind == kql::Expr::Kind::kCall &&
        (node.expr->text == "ago" || node.expr->text == "now" || node.expr->text == "ingestion_time" ||
         node.expr->text == "datetime"))
      return;
  }
  for (const KqlPipe& pipe : query.pipes) {
    if (!pipe.source_span.known() || !query.catalog->FindTable(pipe.table)) continue;
    reporter.Report(pipe.source_span, "nothing limits the time").label =
        "`| where " + query.catalog->FindTable(pipe.table)->time_column + " > ago(...)` does";
    return;
  }
}

}  // namespace

QUARRY_DEFINE(LintCheck, kNoTimeFilter) = {
    .id = "no-time-filter",
    .name = "no filter on time",
    .severity = Severity::kNote,
    .languages = kLintKql,
    .doc = "A query over tables of events has no filter on time, and no schedule around it sets one.",
    .rationale =
        "Where it runs without a time picker (an API, a notebook, a function) it reads everything that is"
        " kept.",
    .bad = "DeviceProcessEvents | where FileName =~ \"x.exe\"",
    .good = "DeviceProcessEvents | where Timestamp > ago(1d) | where FileName =~ \"x.exe\"",
    .query = CheckQuery,
};

}  // namespace quarry

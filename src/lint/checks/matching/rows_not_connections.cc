// Thresholds over counts of DeviceNetworkEvents.
#include "lint/lint_query.h"

namespace quarry {
namespace {

void CheckQuery(const LintQuery& query, LintReporter& reporter) {
  if (query.text.find("AggregatedReport") != std::string_view::npos ||
      query.text.find("uniqueEventsAggregated") != std::string_view::npos)
    return;
  for (const KqlPipe& pipe : query.pipes) {
    if (pipe.table != "DeviceNetworkEvents") continue;
    std::set<std::string_view> counts;
    for (const kql::Operator* op : pipe.operators) {
      if (op->name == "where") {
        // A threshold on a count.
        for (const KqlNode& node : query.kql_nodes) {
          if (node.place.op != op || node.expr->kind != kql::Expr::Kind::kBinary || node.expr->args.size() != 2)
            continue;
          if (node.expr->text != ">" && node.expr->text != ">=") continue;
          if (node.expr->args[0]->kind != kql::Expr::Kind::kName || !counts.contains(node.expr->args[0]->text))
            continue;
          LintFinding& finding =
              reporter.Report(node.expr->span, "the number of rows is not the number of connections");
          finding.label = "one row may stand for the connections of an hour";
          return;
        }
        continue;
      }
      if (op->name != "summarize") continue;
      for (const kql::Expr* item : op->args) {
        if (item->kind == kql::Expr::Kind::kNamed && item->names.size() == 1 && !item->args.empty() &&
            item->args[0]->kind == kql::Expr::Kind::kCall && item->args[0]->text == "count")
          counts.insert(item->names[0].text);
        if (item->kind == kql::Expr::Kind::kCall && item->text == "count") counts.insert("count_");
      }
    }
  }
}

}  // namespace

QUARRY_DEFINE(LintCheck, kRowsNotConnections) = {
    .id = "rows-not-connections",
    .name = "rows counted as connections",
    .severity = Severity::kNote,
    .languages = kLintKql,
    .doc = "Rows of `DeviceNetworkEvents` are counted, and the count decides.",
    .rationale =
        "Defender limits how many connections it records, and with aggregated reporting one hourly row "
        "(`ConnectionSuccessAggregatedReport`) stands for many, with their number in "
        "`AdditionalFields.uniqueEventsAggregated`. A count of rows is not one of connections.",
    .bad = "DeviceNetworkEvents | summarize N = count() by RemoteIP | where N > 100",
    .good =
        "DeviceNetworkEvents | summarize Hours = dcount(bin(Timestamp, 1h)) by RemoteIP | where Hours > "
        "20",
    .query = CheckQuery,
};

}  // namespace quarry

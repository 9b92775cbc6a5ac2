// Series of contacts keyed by process.
#include "base/ascii.h"
#include "lint/lint_query.h"

namespace quarry {
namespace {
bool IsProcessKey(std::string_view name) {
  for (const std::string_view key :
       {"InitiatingProcessId", "InitiatingProcessUniqueId", "ProcessGuid", "ContextProcessId", "TargetProcessId"}) {
    if (name == key) return true;
  }
  return false;
}

bool MeasuresGaps(std::string_view name) {
  for (const std::string_view measure :
       {"stdev", "stdevp", "variance", "stddev", "beacon_score", "beaconScore", "series_periods_detect"}) {
    if (EqualsIgnoreAsciiCase(name, measure)) return true;
  }
  return false;
}

void CheckQuery(const LintQuery& query, LintReporter& reporter) {
  for (const KqlPipe& pipe : query.pipes) {
    for (const kql::Operator* op : pipe.operators) {
      if (op->name != "summarize" && op->name != "make-series") continue;
      bool measures = false;
      for (const KqlNode& node : query.kql_nodes)
        measures |= node.place.op == op && node.expr->kind == kql::Expr::Kind::kCall && MeasuresGaps(node.expr->text);
      const kql::Clause* by = op->FindClause("by");
      if (!measures || !by) continue;
      for (const kql::Expr* key : by->items) {
        if (key->kind == kql::Expr::Kind::kName && IsProcessKey(key->text))
          reporter.Report(key->span, "a series by process has one contact when each contact is a new process").label =
              "leave the process id out of the keys";
      }
    }
  }
  for (const CqlNode& node : query.cql_calls) {
    if (!EqualsIgnoreAsciiCase(node.call->name, "groupBy")) continue;
    bool measures = false;
    for (const CqlNode& inner : query.cql_calls) {
      measures |= inner.call->span.start > node.call->span.start && inner.call->span.end <= node.call->span.end &&
                  MeasuresGaps(inner.call->name);
    }
    if (!measures || node.call->args.empty() || !node.call->args[0].value) continue;
    for (const cql::Expr* key : node.call->args[0].value->operands) {
      if (IsProcessKey(key->text))
        reporter.Report(key->span, "a series by process has one contact when each contact is a new process").label =
            "leave the process id out of the keys";
    }
  }
}

}  // namespace

QUARRY_DEFINE(LintCheck, kPerProcessSeries) = {
    .id = "per-process-series",
    .name = "regular contact looked for process by process",
    .severity = Severity::kWarning,
    .languages = kLintKql | kLintCql,
    .doc = "Gaps between contacts are measured with the process id among the keys.",
    .rationale =
        "A beacon that is a loop over `curl.exe` starts a new process for each contact, so that no "
        "process has a second one. Build series by host, image and tenant.",
    .bad = "| summarize stdev(Gap) by DeviceName, InitiatingProcessId",
    .good = "| summarize stdev(Gap) by DeviceName, InitiatingProcessFileName, RemoteUrl",
    .query = CheckQuery,
};

}  // namespace quarry

// queryPeriod against queryFrequency.
#include "lint/lint_query.h"
#include "types/ticks.h"

namespace quarry {
namespace {

void CheckQuery(const LintQuery& query, LintReporter& reporter) {
  if (!query.frequency || !query.period) return;
  const Span span = query.SpanOf(0, 1);
  if (*query.period < *query.frequency) {
    reporter.Report(span, "the period is shorter than the frequency").label = "events between two runs are never seen";
  } else if (*query.period == *query.frequency && *query.frequency < kTicksPerDay &&
             query.text.find("ingestion_time") == std::string_view::npos) {
    LintFinding& finding = reporter.Report(span, "runs do not overlap");
    finding.severity = Severity::kNote;
    finding.label = "events that arrive after the run that should see them are never seen";
  }
}

}  // namespace

QUARRY_DEFINE(LintCheck, kScheduleGap) = {
    .id = "schedule-gap",
    .name = "time between two runs that nobody looks at",
    .severity = Severity::kError,
    .languages = kLintKql,
    .doc = "The rule looks back over less time than passes between its runs, or exactly as much.",
    .rationale =
        "With less, events between two runs are never seen. With exactly as much, those that arrive late "
        "are not: telemetry takes minutes from the sensor to the table. Let runs overlap.",
    .bad =
        "queryFrequency: 1h\n"
        "queryPeriod: 30m",
    .good =
        "queryFrequency: 1h\n"
        "queryPeriod: 75m",
    .query = CheckQuery,
};

}  // namespace quarry

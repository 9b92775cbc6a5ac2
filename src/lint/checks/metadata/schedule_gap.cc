// queryPeriod against queryFrequency.
#include "lint/duration.h"
#include "lint/lint_query.h"
#include "types/ticks.h"

namespace quarry {
namespace {

void Judge(int64_t frequency, int64_t period, bool late_is_seen, Span span, LintReporter& reporter) {
  if (period < frequency) {
    reporter.Report(span, "the period is shorter than the frequency").label = "events between two runs are never seen";
  } else if (period == frequency && frequency < kTicksPerDay && !late_is_seen) {
    LintFinding& finding = reporter.Report(span, "runs do not overlap");
    finding.severity = Severity::kNote;
    finding.label = "events that arrive after the run that should see them are never seen";
  }
}

void CheckQuery(const LintQuery& query, LintReporter& reporter) {
  if (!query.frequency || !query.period) return;
  Judge(*query.frequency, *query.period, query.text.find("ingestion_time") != std::string_view::npos,
        query.SpanOf(0, 1), reporter);
}

void CheckPack(const LintPack& pack, LintReporter& reporter) {
  const yaml::Node* rules = pack.document->Find("rules");
  if (!rules) return;
  for (const yaml::Node& rule : rules->items) {
    const yaml::Node* schedule = rule.Find("schedule");
    if (!schedule || !schedule->Find("lookback")) continue;
    const std::optional<int64_t> frequency = ReadDuration(schedule->TextOf("frequency"));
    const std::optional<int64_t> lookback = ReadDuration(schedule->TextOf("lookback"));
    if (frequency && lookback) Judge(*frequency, *lookback, false, schedule->Find("lookback")->span, reporter);
  }
}

}  // namespace

QUARRY_DEFINE(LintCheck, kScheduleGap) = {
    .id = "schedule-gap",
    .name = "time between two runs that nobody looks at",
    .severity = Severity::kError,
    .languages = kLintKql | kLintPackage,
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
    .pack = CheckPack,
};

}  // namespace quarry

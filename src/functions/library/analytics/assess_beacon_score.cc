// What beacon_score() does with the times and sizes that it collected (functions/analytics/newest.h).
#include "analytics/beacon.h"
#include "functions/analytics/event_series.h"
#include "functions/function_def.h"

namespace quarry {

namespace {

void Run(const KernelCall&, const Cell* args, Cell& result) {
  const bool sized = args[1].boolean;
  const std::optional<EventSeries> series = EventSeriesOf(args[0].null ? std::string_view() : args[0].text, sized);
  if (!series) return;
  const double score = AssessBeacon(series->seconds).score;
  result = Cell::Real(sized ? ScoreWithSizes(score, SizeRegularity(series->values)) : score);
}

}  // namespace

QUARRY_DEFINE(FunctionDef, kAssessBeaconScoreFunction) = {
    .name = "assess_beacon_score",
    .spelled = {},
    .signature = "(events: string, sized: bool) -> real",
    .doc = "The score alone of what `assess_beacon` finds, of times and sizes where `sized`. See `beacon_score`.",
    .example = "T | summarize beacon_score(Timestamp, BytesSent) by DeviceName",
    .null_rule = NullRule::kHandled,
    .kernel = Run,
};

}  // namespace quarry

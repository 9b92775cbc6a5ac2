// What beacon() does with the times and sizes that they collected (functions/analytics/newest.h).
#include <string>

#include "analytics/beacon.h"
#include "functions/analytics/event_series.h"
#include "functions/function_def.h"
#include "functions/text/display.h"
#include "types/json.h"

namespace quarry {

namespace {

void AppendMember(std::string& out, std::string_view name, double value) {
  AppendJsonKey(name, out);
  AppendJsonNumber(value, out);
}

void Run(const KernelCall& call, const Cell* args, Cell& result) {
  const std::optional<EventSeries> series =
      EventSeriesOf(args[0].null ? std::string_view() : args[0].text, args[1].boolean);
  if (!series) return;
  const BeaconAssessment a = AssessBeacon(series->seconds);
  std::string out = "{";
  AppendMember(out, "score", a.score);
  AppendMember(out, "period_seconds", a.period);
  AppendMember(out, "jitter", a.jitter);
  AppendMember(out, "beats", static_cast<double>(a.beats));
  AppendMember(out, "gaps", static_cast<double>(a.gaps));
  AppendMember(out, "missed", static_cast<double>(a.missed));
  AppendMember(out, "in_bursts", static_cast<double>(a.collapsed));
  AppendMember(out, "evidence", a.evidence);
  AppendMember(out, "threshold_99", a.threshold_99);
  AppendMember(out, "threshold_999", a.threshold_999);
  AppendMember(out, "clock_phase", ClockPhase(series->seconds, a.period));
  if (args[1].boolean) {
    const double regularity = SizeRegularity(series->values);
    AppendMember(out, "size_regularity", regularity);
    AppendMember(out, "score_with_sizes", ScoreWithSizes(a.score, regularity));
  }
  out += ",\"reasons\":";
  AppendJsonString(a.Reasons(), out);
  out += '}';
  result = TextIn(call.arena, out);
}

}  // namespace

QUARRY_DEFINE(FunctionDef, kAssessBeaconFunction) = {
    .name = "assess_beacon",
    .spelled = {},
    .signature = "(events: string, sized: bool) -> dynamic",
    .doc = "Assesses a sketch of the newest events as a beacon, and their sizes where `sized`. See `beacon`.",
    .example = "T | summarize beacon(Timestamp, BytesSent) by DeviceName",
    .null_rule = NullRule::kHandled,
    .kernel = Run,
};

}  // namespace quarry

// What beacon() and beacon_score() do with the times and sizes that they collected (functions/analytics/newest.h).
#include <string>
#include <vector>

#include "analytics/beacon.h"
#include "functions/analytics/newest_events.h"
#include "functions/function_def.h"
#include "functions/text/display.h"
#include "types/json.h"
#include "types/ticks.h"

namespace quarry {

namespace {

// Ticks have more digits than a double: seconds since the midnight before the first keep what matters.
std::vector<double> SecondsOf(const std::vector<int64_t>& ticks) {
  std::vector<double> seconds;
  seconds.reserve(ticks.size());
  const int64_t midnight = ticks.empty() ? 0 : ticks.front() - ticks.front() % kTicksPerDay;
  for (const int64_t tick : ticks)
    seconds.push_back(static_cast<double>(tick - midnight) * (1.0 / static_cast<double>(kTicksPerSecond)));
  return seconds;
}

void AppendMember(std::string& out, std::string_view name, double value) {
  AppendJsonKey(name, out);
  AppendJsonNumber(value, out);
}

void Run(const KernelCall& call, const Cell* args, Cell& result) {
  NewestEvents events;
  if (!args[0].null && !events.Merge(args[0].text)) return;
  const std::vector<double> times = SecondsOf(events.Times());
  const BeaconAssessment a = AssessBeacon(times);
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
  AppendMember(out, "clock_phase", ClockPhase(times, a.period));
  if (args[1].boolean) {
    const double regularity = SizeRegularity(events.Values());
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

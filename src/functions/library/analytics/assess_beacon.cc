// What beacon() and beacon_score() do with the times and sizes that they collected.
#include <algorithm>
#include <vector>

#include "analytics/beacon.h"
#include "functions/dynamic/json_cells.h"
#include "functions/function_def.h"
#include "functions/text/display.h"
#include "types/json.h"
#include "types/ticks.h"

namespace quarry {

namespace {

std::vector<double> NumbersOf(const Cell& cell, double unit, Arena& arena) {
  std::vector<double> out;
  if (cell.null) return out;
  const JsonNode* array = NodesOf(cell, arena);
  if (!array) return out;
  // Ticks have more digits than a double: seconds since the midnight before the first keep what matters.
  int64_t least = INT64_MAX;
  for (const JsonNode& item : array->array())
    if (item.kind == JsonNode::Kind::kInteger) least = std::min(least, item.integer);
  least -= least == INT64_MAX ? 0 : least % kTicksPerDay;
  for (const JsonNode& item : array->array()) {
    if (item.kind == JsonNode::Kind::kInteger)
      out.push_back(static_cast<double>(unit == 1 ? item.integer : item.integer - least) * unit);
    else if (item.kind == JsonNode::Kind::kReal)
      out.push_back(item.real * unit);
  }
  return out;
}

void AppendMember(std::string& out, std::string_view name, double value) {
  out += out.size() > 1 ? "," : "";
  AppendJsonString(name, out);
  out += ':';
  AppendJsonNumber(value, out);
}

void Run(const KernelCall& call, const Cell* args, Cell& result) {
  const std::vector<double> times = NumbersOf(args[0], 1.0 / static_cast<double>(kTicksPerSecond), call.arena);
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
  if (!args[1].null) {
    const double regularity = SizeRegularity(NumbersOf(args[1], 1, call.arena));
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
    .signature = "(ticks: dynamic, sizes: dynamic) -> dynamic",
    .doc = "Assesses an array of event times (ticks) as a beacon; `sizes` may be null. See `beacon`.",
    .example = "T | summarize beacon(Timestamp, BytesSent) by DeviceName",
    .null_rule = NullRule::kHandled,
    .kernel = Run,
};

}  // namespace quarry

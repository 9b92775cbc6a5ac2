// beacon(): whether the times of a group look like a sleeper that calls home, with its parts as fields.
#include "bind/cql/aggregation.h"

namespace quarry {
namespace {

using Kind = CqlParameter::Kind;

constexpr std::string_view kNumbers[] = {"score",        "period_seconds", "jitter",     "beats",
                                         "gaps",         "missed",         "in_bursts",  "evidence",
                                         "threshold_99", "threshold_999",  "clock_phase"};

bool Aggregate(CqlAggregation& aggregation, CqlArguments& args) {
  const bool sized = args.Has("bytes");
  const ExprPtr time =
      cql_value::Call("cql_time", {cql_value::AsText(args.FieldValue("field")), cql_value::Text(args.String("unit"))});
  std::vector<ExprPtr> series = {time};
  if (sized) series.push_back(cql_value::AsNumber(args.FieldValue("bytes")));
  const std::string prefix = aggregation.OutputName(args, "beacon") + ".";
  if (!args.ok()) return false;
  // Rows without a time are no event of the series.
  const ExprPtr bag = aggregation.Add("beacon", std::move(series), args.span(), cql_value::Present(time));
  const auto member = [&](std::string_view name) {
    return cql_value::Call("dynamic_member", {bag, cql_value::Text(name)}, args.span());
  };
  for (const std::string_view name : kNumbers)
    aggregation.Output(prefix + std::string(name), cql_value::Call("to_real", {member(name)}));
  for (const std::string_view name : {"size_regularity", "score_with_sizes"}) {
    if (sized) aggregation.Output(prefix + std::string(name), cql_value::Call("to_real", {member(name)}));
  }
  aggregation.Output(prefix + "reasons", cql_value::Call("to_string", {member("reasons")}));
  return true;
}

}  // namespace

QUARRY_DEFINE(CqlFunctionDef, kBeaconCql) = {
    .name = "beacon",
    .doc =
        "Whether the times of a group look like a sleeper that wakes, calls home and sleeps again. Fields "
        "`beacon.score` (0 to 1; 0.5 is what 1 % of series without a period reach, 0.75 what 0.1 % reach), "
        "`beacon.period_seconds`, `beacon.jitter`, `beacon.beats`, `beacon.gaps`, `beacon.missed`, "
        "`beacon.in_bursts`, `beacon.evidence` with `beacon.threshold_99` and `beacon.threshold_999`, "
        "`beacon.clock_phase` (near 1 for cron-like jobs), `beacon.size_regularity` and `beacon.score_with_sizes` "
        "(raised "
        "where calls repeat their size) when `bytes` is given, and `beacon.reasons`; `as` replaces the `beacon` before "
        "the dot. The newest 256 events of a group count. `field` "
        "holds milliseconds or seconds since 1970. Quarry's own; LogScale does not have it.",
    .example = "groupBy([ComputerName, DomainName], function=beacon(field=@timestamp)) | beacon.score > 0.75",
    .parameters = {{"field", Kind::kField, true, false, "@timestamp"},
                   {"bytes", Kind::kField},
                   {"as", Kind::kString, false, false, "beacon"},
                   {"unit", Kind::kEnum, false, false, "auto", "auto seconds milliseconds"}},
    .role = CqlFunctionDef::Role::kAggregate,
    .aggregate = Aggregate,
};

}  // namespace quarry

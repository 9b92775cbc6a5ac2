// A series of events assessed as a beacon, with its parts.
#include "functions/analytics/newest.h"
#include "functions/function_def.h"

namespace quarry {

namespace {

sql::ExprPtr Lower(const LoweringCall& call) {
  return AssessedEvents(call, "assess_beacon");
}

}  // namespace

QUARRY_DEFINE(FunctionDef, kBeaconFunction) = {
    .name = "beacon",
    .kind = FunctionKind::kAggregate,
    .spelled = {{Lang::kKql, "beacon"}},
    .signature = "(time: datetime, bytes?: int|long|real) -> dynamic",
    .doc =
        "Whether event times look like a sleeper that wakes, calls home and sleeps again: a bag with `score` (0 to 1; "
        "0.5 is what 1 % "
        "of series without a period reach, 0.75 what 0.1 % reach), `period_seconds`, `jitter`, `beats`, `gaps`, "
        "`missed`, "
        "`in_bursts`, "
        "`evidence` with its thresholds, `clock_phase` (near 1 for cron-like jobs), `size_regularity` and "
        "`score_with_sizes` (as `beacon_score` with `bytes`) when `bytes` are given, and "
        "`reasons`. The newest 256 events of a group count. Quarry's own; no platform has it.",
    .example =
        "DeviceNetworkEvents | summarize B = beacon(Timestamp) by DeviceName, RemoteUrl | where todouble(B.score) > "
        "0.75",
    .duckdb = Lower,
    .default_name = "beacon_",
};

}  // namespace quarry

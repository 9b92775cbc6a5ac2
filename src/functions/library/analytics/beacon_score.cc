// The score alone of a series of events assessed as a beacon.
#include "functions/analytics/newest.h"
#include "functions/function_def.h"

namespace quarry {

namespace {

sql::ExprPtr Lower(const LoweringCall& call) {
  return AssessedEvents(call, "assess_beacon_score");
}

}  // namespace

QUARRY_DEFINE(FunctionDef, kBeaconScoreFunction) = {
    .name = "beacon_score",
    .kind = FunctionKind::kAggregate,
    .spelled = {{Lang::kKql, "beacon_score"}},
    .signature = "(time: datetime, bytes?: int|long|real) -> real",
    .doc =
        "How much event times look like a beacon, 0 to 1: 0.5 is what 1 % of series without a period reach, 0.75 what "
        "0.1 % reach. With `bytes`, calls that repeat their size raise the score of the times, by at most 0.3 of what "
        "it "
        "lacks and in proportion to it. "
        "Timing alone does not tell malice: updaters and scheduled jobs score high too. See `beacon` for the parts. "
        "Quarry's own.",
    .example =
        "DeviceNetworkEvents | summarize Score = beacon_score(Timestamp), count() by DeviceName, RemoteUrl | top 20 by "
        "Score",
    .duckdb = Lower,
    .default_name = "beacon_score_",
};

}  // namespace quarry

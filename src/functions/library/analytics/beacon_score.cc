// The score alone of a series of events assessed as a beacon.
#include "functions/analytics/newest.h"
#include "functions/function_def.h"

namespace quarry {

namespace {

sql::ExprPtr Lower(const LoweringCall& call) {
  const sql::ExprPtr bag =
      call.kernels->CallKernel("assess_beacon", {NewestTimes(call.args[0]), sql::Cast(sql::NullLiteral(), "VARCHAR")},
                               {Type::kDynamic, Type::kDynamic});
  const sql::ExprPtr score =
      call.kernels->CallKernel("dynamic_member", {bag, sql::String("score")}, {Type::kDynamic, Type::kString});
  return call.kernels->CallKernel("to_real", {score}, {Type::kDynamic});
}

}  // namespace

QUARRY_DEFINE(FunctionDef, kBeaconScoreFunction) = {
    .name = "beacon_score",
    .kind = FunctionKind::kAggregate,
    .spelled = {{Lang::kKql, "beacon_score"}},
    .signature = "(time: datetime) -> real",
    .doc =
        "How much event times look like a beacon, 0 to 1: 0.5 is what 1 % of series without a period reach, 0.75 what "
        "0.1 % reach. "
        "Timing alone does not tell malice: updaters and scheduled jobs score high too. See `beacon` for the parts. "
        "Quarry's own.",
    .example =
        "DeviceNetworkEvents | summarize Score = beacon_score(Timestamp), count() by DeviceName, RemoteUrl | top 20 by "
        "Score",
    .duckdb = Lower,
    .default_name = "beacon_score_",
};

}  // namespace quarry

// The value of some row for which the predicate is true.
#include "functions/aggregate/building.h"
#include "functions/function_def.h"

namespace quarry {

namespace {

sql::ExprPtr Lower(const LoweringCall& call) {
  LoweringCall one = call;
  one.args = call.args.first(1);
  return AggregateAny(one, AggregateWhere(call.args[0], call.args[1]));
}

}  // namespace

QUARRY_DEFINE(FunctionDef, kTakeAnyifFunction) = {
    .name = "take_anyif",
    .kind = FunctionKind::kAggregate,
    .spelled = {{Lang::kKql, "take_anyif"}},
    .signature = "(value: any, predicate: bool) -> same(1)",
    .doc = "The value of some row for which the predicate is true.",
    .example = "T | summarize take_anyif(DeviceName, OsPlatform == \"Linux\") by DeviceId",
    .duckdb = Lower,
    .default_name = "",
};

}  // namespace quarry

// The old form of take_anyif.
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

QUARRY_DEFINE(FunctionDef, kAnyifFunction) = {
    .name = "anyif",
    .kind = FunctionKind::kAggregate,
    .spelled = {{Lang::kKql, "anyif"}},
    .signature = "(value: any, predicate: bool) -> same(1)",
    .doc = "The old form of take_anyif.",
    .example = "T | summarize anyif(DeviceName, OsPlatform == \"Linux\") by DeviceId",
    .duckdb = Lower,
    .default_name = "anyif_",
};

}  // namespace quarry

// The old form of take_any.
#include "functions/aggregate/building.h"
#include "functions/function_def.h"

namespace quarry {

namespace {

sql::ExprPtr Lower(const LoweringCall& call) {
  return AggregateAny(call, call.args[0]);
}

}  // namespace

QUARRY_DEFINE(FunctionDef, kAnyFunction) = {
    .name = "any",
    .kind = FunctionKind::kAggregate,
    .spelled = {{Lang::kKql, "any"}},
    .signature = "(value: any, row...?: any) -> same(1)",
    .doc = "The old form of take_any.",
    .example = "T | summarize any(DeviceName) by DeviceId",
    .duckdb = Lower,
    .default_name = "any_",
};

}  // namespace quarry

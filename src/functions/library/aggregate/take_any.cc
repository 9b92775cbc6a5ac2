// The value of some row: one that is neither null nor empty where there is one. With `row`, the other columns taken
// with it, all come from one row.
#include "functions/aggregate/building.h"
#include "functions/function_def.h"

namespace quarry {

namespace {

sql::ExprPtr Lower(const LoweringCall& call) {
  return AggregateAny(call, call.args[0]);
}

}  // namespace

QUARRY_DEFINE(FunctionDef, kTakeAnyFunction) = {
    .name = "take_any",
    .kind = FunctionKind::kAggregate,
    .spelled = {{Lang::kKql, "take_any"}},
    .signature = "(value: any, row...?: any) -> same(1)",
    .doc =
        "The value of some row: one that is neither null nor empty where there is one. With `row`, the other "
        "columns taken with it, all come from one row.\n\nAlways the same one for the same rows.",
    .example = "T | summarize take_any(DeviceName) by DeviceId",
    .duckdb = Lower,
    .default_name = "",
};

}  // namespace quarry

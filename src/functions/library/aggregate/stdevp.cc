// The standard deviation of the values as the whole population; 0 without any.
#include "functions/aggregate/building.h"
#include "functions/function_def.h"

namespace quarry {

namespace {

sql::ExprPtr Lower(const LoweringCall& call) {
  return AggregateOrZero("stddev_pop", call.args[0]);
}

}  // namespace

QUARRY_DEFINE(FunctionDef, kStdevpFunction) = {
    .name = "stdevp",
    .kind = FunctionKind::kAggregate,
    .spelled = {{Lang::kKql, "stdevp"}},
    .signature = "(value: int|long|real) -> real",
    .doc = "The standard deviation of the values as the whole population; 0 without any.",
    .example = "T | summarize stdevp(Duration) by Account",
    .duckdb = Lower,
    .default_name = "stdevp_",
};

}  // namespace quarry

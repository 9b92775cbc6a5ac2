// The variance of the values as the whole population; 0 without any.
#include "functions/aggregate/building.h"
#include "functions/function_def.h"

namespace quarry {

namespace {

sql::ExprPtr Lower(const LoweringCall& call) {
  return AggregateOrZero("var_pop", call.args[0]);
}

}  // namespace

QUARRY_DEFINE(FunctionDef, kVariancepFunction) = {
    .name = "variancep",
    .kind = FunctionKind::kAggregate,
    .spelled = {{Lang::kKql, "variancep"}},
    .signature = "(value: int|long|real) -> real",
    .doc = "The variance of the values as the whole population; 0 without any.",
    .example = "T | summarize variancep(Duration) by Account",
    .duckdb = Lower,
    .default_name = "variancep_",
};

}  // namespace quarry

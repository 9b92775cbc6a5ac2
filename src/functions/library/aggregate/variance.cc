// The variance of the values as a sample; 0 for fewer than two.
#include "functions/aggregate/building.h"
#include "functions/function_def.h"

namespace quarry {

namespace {

sql::ExprPtr Lower(const LoweringCall& call) {
  return AggregateOrZero("var_samp", call.args[0]);
}

}  // namespace

QUARRY_DEFINE(FunctionDef, kVarianceFunction) = {
    .name = "variance",
    .kind = FunctionKind::kAggregate,
    .spelled = {{Lang::kKql, "variance"}},
    .signature = "(value: int|long|real) -> real",
    .doc = "The variance of the values as a sample; 0 for fewer than two.",
    .example = "T | summarize variance(Duration) by Account",
    .duckdb = Lower,
    .default_name = "variance_",
};

}  // namespace quarry

// The standard deviation of the values as a sample; 0 for fewer than two.
#include "functions/aggregate/building.h"
#include "functions/function_def.h"

namespace quarry {

namespace {

sql::ExprPtr Lower(const LoweringCall& call) {
  return AggregateOrZero("stddev_samp", call.args[0]);
}

}  // namespace

QUARRY_DEFINE(FunctionDef, kStdevFunction) = {
    .name = "stdev",
    .kind = FunctionKind::kAggregate,
    .spelled = {{Lang::kKql, "stdev"}},
    .signature = "(value: int|long|real) -> real",
    .doc = "The standard deviation of the values as a sample; 0 for fewer than two.",
    .example = "T | summarize stdev(Duration) by Account",
    .duckdb = Lower,
    .default_name = "stdev_",
};

}  // namespace quarry

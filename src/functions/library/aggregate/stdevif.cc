// The standard deviation, as a sample, of the rows for which the predicate is true.
#include "functions/aggregate/building.h"
#include "functions/function_def.h"

namespace quarry {

namespace {

sql::ExprPtr Lower(const LoweringCall& call) {
  return AggregateOrZero("stddev_samp", AggregateWhere(call.args[0], call.args[1]));
}

}  // namespace

QUARRY_DEFINE(FunctionDef, kStdevifFunction) = {
    .name = "stdevif",
    .kind = FunctionKind::kAggregate,
    .spelled = {{Lang::kKql, "stdevif"}},
    .signature = "(value: int|long|real, predicate: bool) -> real",
    .doc = "The standard deviation, as a sample, of the rows for which the predicate is true.",
    .example = "T | summarize stdevif(Duration, Success) by Account",
    .duckdb = Lower,
    .default_name = "stdevif_",
};

}  // namespace quarry

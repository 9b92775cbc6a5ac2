// The variance, as the whole population, of the rows for which the predicate is true.
#include "functions/aggregate/building.h"
#include "functions/function_def.h"

namespace quarry {

namespace {

sql::ExprPtr Lower(const LoweringCall& call) {
  return AggregateOrZero("var_pop", AggregateWhere(call.args[0], call.args[1]));
}

}  // namespace

QUARRY_DEFINE(FunctionDef, kVariancepifFunction) = {
    .name = "variancepif",
    .kind = FunctionKind::kAggregate,
    .spelled = {{Lang::kKql, "variancepif"}},
    .signature = "(value: int|long|real, predicate: bool) -> real",
    .doc = "The variance, as the whole population, of the rows for which the predicate is true; 0 without any.",
    .example = "T | summarize variancepif(Duration, Success) by Account",
    .duckdb = Lower,
    .default_name = "variancepif_",
};

}  // namespace quarry

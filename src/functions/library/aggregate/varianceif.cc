// The variance, as a sample, of the rows for which the predicate is true.
#include "functions/aggregate/building.h"
#include "functions/function_def.h"

namespace quarry {

namespace {

sql::ExprPtr Lower(const LoweringCall& call) {
  return AggregateOrZero("var_samp", AggregateWhere(call.args[0], call.args[1]));
}

}  // namespace

QUARRY_DEFINE(FunctionDef, kVarianceifFunction) = {
    .name = "varianceif",
    .kind = FunctionKind::kAggregate,
    .spelled = {{Lang::kKql, "varianceif"}},
    .signature = "(value: int|long|real, predicate: bool) -> real",
    .doc = "The variance, as a sample, of the rows for which the predicate is true.",
    .example = "T | summarize varianceif(Duration, Success) by Account",
    .duckdb = Lower,
    .default_name = "varianceif_",
};

}  // namespace quarry

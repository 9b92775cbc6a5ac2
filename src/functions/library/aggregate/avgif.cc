// The mean of the values of the rows for which the predicate is true.
#include "functions/aggregate/building.h"
#include "functions/function_def.h"

namespace quarry {

namespace {

Type ResultOf(std::span<const Type> types) {
  return MeanType(types[0]);
}

sql::ExprPtr Lower(const LoweringCall& call) {
  return AggregateMean(call, AggregateWhere(call.args[0], call.args[1]));
}

}  // namespace

QUARRY_DEFINE(FunctionDef, kAvgifFunction) = {
    .name = "avgif",
    .kind = FunctionKind::kAggregate,
    .spelled = {{Lang::kKql, "avgif"}},
    .signature = "(value: int|long|real|timespan|datetime, predicate: bool) -> custom",
    .doc = "The mean of the values of the rows for which the predicate is true.",
    .example = "T | summarize avgif(Duration, Success) by Account",
    .duckdb = Lower,
    .result_type = ResultOf,
    .default_name = "avgif_",
};

}  // namespace quarry

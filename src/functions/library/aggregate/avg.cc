// The mean of the values that are not null. Without any: NaN, null for times.
#include "functions/aggregate/building.h"
#include "functions/function_def.h"

namespace quarry {

namespace {

Type ResultOf(std::span<const Type> types) {
  return MeanType(types[0]);
}

sql::ExprPtr Lower(const LoweringCall& call) {
  return AggregateMean(call, call.args[0]);
}

}  // namespace

QUARRY_DEFINE(FunctionDef, kAvgFunction) = {
    .name = "avg",
    .kind = FunctionKind::kAggregate,
    .spelled = {{Lang::kKql, "avg"}},
    .signature = "(value: int|long|real|timespan|datetime) -> custom",
    .doc = "The mean of the values that are not null. Without any: NaN, null for times.",
    .example = "T | summarize avg(Duration) by Account",
    .duckdb = Lower,
    .result_type = ResultOf,
    .default_name = "avg_",
};

}  // namespace quarry

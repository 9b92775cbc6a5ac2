// The sum of the values that are not null; 0 without any.
#include "functions/aggregate/building.h"
#include "functions/function_def.h"

namespace quarry {

namespace {

Type ResultOf(std::span<const Type> types) {
  return SumType(types[0]);
}

sql::ExprPtr Lower(const LoweringCall& call) {
  return AggregateSum(call, call.args[0]);
}

}  // namespace

QUARRY_DEFINE(FunctionDef, kSumFunction) = {
    .name = "sum",
    .kind = FunctionKind::kAggregate,
    .spelled = {{Lang::kKql, "sum"}},
    .signature = "(value: int|long|real|timespan|dynamic) -> custom",
    .doc = "The sum of the values that are not null; 0 without any.",
    .example = "T | summarize sum(SentBytes) by RemoteIP",
    .duckdb = Lower,
    .result_type = ResultOf,
    .default_name = "sum_",
};

}  // namespace quarry

// The sum of the values of the rows for which the predicate is true; 0 without any.
#include "functions/aggregate/building.h"
#include "functions/function_def.h"

namespace quarry {

namespace {

Type ResultOf(std::span<const Type> types) {
  return SumType(types[0]);
}

sql::ExprPtr Lower(const LoweringCall& call) {
  return AggregateSum(call, AggregateWhere(call.args[0], call.args[1]));
}

}  // namespace

QUARRY_DEFINE(FunctionDef, kSumifFunction) = {
    .name = "sumif",
    .kind = FunctionKind::kAggregate,
    .spelled = {{Lang::kKql, "sumif"}},
    .signature = "(value: int|long|real|timespan|dynamic, predicate: bool) -> custom",
    .doc = "The sum of the values of the rows for which the predicate is true; 0 without any.",
    .example = "T | summarize Out = sumif(Bytes, Direction == \"out\") by Host",
    .duckdb = Lower,
    .result_type = ResultOf,
    .default_name = "sumif_",
};

}  // namespace quarry

// The value of `value` in the row where `by` is least. With `ties`, they decide between rows of the same `by`.
#include "functions/aggregate/building.h"
#include "functions/function_def.h"

namespace quarry {

namespace {

sql::ExprPtr Lower(const LoweringCall& call) {
  return AggregateAt("arg_min_null", call);
}

}  // namespace

QUARRY_DEFINE(FunctionDef, kArgMinFunction) = {
    .name = "arg_min",
    .kind = FunctionKind::kAggregate,
    .spelled = {{Lang::kKql, "arg_min"}, {Lang::kKql, "argmin"}},
    .signature = "(by: any, value: any, ties...?: any) -> same(2)",
    .doc =
        "The value of `value` in the row where `by` is least. With `ties`, they decide between rows of the same `by`.",
    .example = "T | summarize arg_min(Timestamp, *) by DeviceId",
    .duckdb = Lower,
};

}  // namespace quarry

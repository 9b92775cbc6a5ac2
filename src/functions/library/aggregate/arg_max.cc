// The value of `value` in the row where `by` is greatest. With `ties`, they decide between rows of the same `by`.
#include "functions/aggregate/building.h"
#include "functions/function_def.h"

namespace quarry {

namespace {

sql::ExprPtr Lower(const LoweringCall& call) {
  return AggregateAt("arg_max_null", call);
}

}  // namespace

QUARRY_DEFINE(FunctionDef, kArgMaxFunction) = {
    .name = "arg_max",
    .kind = FunctionKind::kAggregate,
    .spelled = {{Lang::kKql, "arg_max"}, {Lang::kKql, "argmax"}},
    .signature = "(by: any, value: any, ties...?: any) -> same(2)",
    .doc =
        "The value of `value` in the row where `by` is greatest. With `ties`, they decide between rows of "
        "the same `by`.",
    .example = "T | summarize arg_max(Timestamp, *) by DeviceId",
    .duckdb = Lower,
};

}  // namespace quarry

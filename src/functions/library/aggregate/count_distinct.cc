// The number of different values that are not null.
#include "functions/aggregate/building.h"
#include "functions/function_def.h"

namespace quarry {

namespace {

sql::ExprPtr Lower(const LoweringCall& call) {
  return sql::Distinct(sql::Call("count", {call.args[0]}));
}

}  // namespace

QUARRY_DEFINE(FunctionDef, kCountDistinctFunction) = {
    .name = "count_distinct",
    .kind = FunctionKind::kAggregate,
    .spelled = {{Lang::kKql, "count_distinct"}},
    .signature = "(value: any) -> long",
    .doc = "The number of different values that are not null.",
    .example = "T | summarize count_distinct(RemoteIP) by Account",
    .duckdb = Lower,
    .default_name = "count_distinct_",
};

}  // namespace quarry

// The least value of the rows for which the predicate is true.
#include "functions/aggregate/building.h"
#include "functions/function_def.h"

namespace quarry {

namespace {

sql::ExprPtr Lower(const LoweringCall& call) {
  return sql::Call("min", {AggregateWhere(call.args[0], call.args[1])});
}

}  // namespace

QUARRY_DEFINE(FunctionDef, kMinifFunction) = {
    .name = "minif",
    .kind = FunctionKind::kAggregate,
    .spelled = {{Lang::kKql, "minif"}},
    .signature = "(value: bool|int|long|real|datetime|timespan|string, predicate: bool) -> same(1)",
    .doc = "The least value of the rows for which the predicate is true.",
    .example = "T | summarize minif(Timestamp, ActionType == \"LogonSuccess\") by Account",
    .duckdb = Lower,
    .default_name = "minif_",
};

}  // namespace quarry

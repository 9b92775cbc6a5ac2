// The least value that is not null; null without any.
#include "functions/aggregate/building.h"
#include "functions/function_def.h"

namespace quarry {

namespace {

sql::ExprPtr Lower(const LoweringCall& call) {
  return sql::Call("min", {call.args[0]});
}

}  // namespace

QUARRY_DEFINE(FunctionDef, kMinFunction) = {
    .name = "min",
    .kind = FunctionKind::kAggregate,
    .spelled = {{Lang::kKql, "min"}},
    .signature = "(value: bool|int|long|real|datetime|timespan|string) -> same(1)",
    .doc = "The least value that is not null; null without any.",
    .example = "T | summarize FirstSeen = min(Timestamp) by Account",
    .duckdb = Lower,
    .default_name = "min_",
};

}  // namespace quarry

// The greatest value that is not null; null without any.
#include "functions/aggregate/building.h"
#include "functions/function_def.h"

namespace quarry {

namespace {

sql::ExprPtr Lower(const LoweringCall& call) {
  return sql::Call("max", {call.args[0]});
}

}  // namespace

QUARRY_DEFINE(FunctionDef, kMaxFunction) = {
    .name = "max",
    .kind = FunctionKind::kAggregate,
    .spelled = {{Lang::kKql, "max"}},
    .signature = "(value: bool|int|long|real|datetime|timespan|string) -> same(1)",
    .doc = "The greatest value that is not null; null without any.",
    .example = "T | summarize LastSeen = max(Timestamp) by Account",
    .duckdb = Lower,
    .default_name = "max_",
};

}  // namespace quarry

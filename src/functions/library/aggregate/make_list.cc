// A dynamic array of the values that are not null, in the order of the rows where they have one.
#include "functions/aggregate/building.h"
#include "functions/function_def.h"

namespace quarry {

namespace {

sql::ExprPtr Lower(const LoweringCall& call) {
  return AggregateList(call, call.args[0], call.args.size() > 1 ? call.args[1] : nullptr);
}

}  // namespace

QUARRY_DEFINE(FunctionDef, kMakeListFunction) = {
    .name = "make_list",
    .kind = FunctionKind::kAggregate,
    .spelled = {{Lang::kKql, "make_list"}},
    .signature = "(value: any, limit?: int|long) -> dynamic",
    .doc = "A dynamic array of the values that are not null, in the order of the rows where they have one.",
    .example = "T | sort by Timestamp asc | summarize Steps = make_list(ActionType, 100) by Account",
    .duckdb = Lower,
    .default_name = "list_",
};

}  // namespace quarry

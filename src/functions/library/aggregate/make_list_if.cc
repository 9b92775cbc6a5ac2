// As make_list, of the rows for which the predicate is true.
#include "functions/aggregate/building.h"
#include "functions/function_def.h"

namespace quarry {

namespace {

sql::ExprPtr Lower(const LoweringCall& call) {
  return AggregateList(call, AggregateWhere(call.args[0], call.args[1]), call.args.size() > 2 ? call.args[2] : nullptr);
}

}  // namespace

QUARRY_DEFINE(FunctionDef, kMakeListIfFunction) = {
    .name = "make_list_if",
    .kind = FunctionKind::kAggregate,
    .spelled = {{Lang::kKql, "make_list_if"}},
    .signature = "(value: any, predicate: bool, limit?: int|long) -> dynamic",
    .doc = "As make_list, of the rows for which the predicate is true.",
    .example = "T | summarize make_list_if(FileName, Size > 1000) by Account",
    .duckdb = Lower,
    .default_name = "list_",
};

}  // namespace quarry

// As make_set, of the rows for which the predicate is true.
#include "functions/aggregate/building.h"
#include "functions/function_def.h"

namespace quarry {

namespace {

sql::ExprPtr Lower(const LoweringCall& call) {
  return AggregateSet(call, AggregateWhere(call.args[0], call.args[1]), call.args.size() > 2 ? call.args[2] : nullptr);
}

}  // namespace

QUARRY_DEFINE(FunctionDef, kMakeSetIfFunction) = {
    .name = "make_set_if",
    .kind = FunctionKind::kAggregate,
    .spelled = {{Lang::kKql, "make_set_if"}},
    .signature = "(value: any, predicate: bool, limit?: int|long) -> dynamic",
    .doc = "As make_set, of the rows for which the predicate is true.",
    .example = "T | summarize make_set_if(RemoteIP, Port == 443) by Account",
    .duckdb = Lower,
    .default_name = "set_",
};

}  // namespace quarry

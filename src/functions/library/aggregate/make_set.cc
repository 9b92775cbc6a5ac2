// A dynamic array of the different values that are not null, in no order that is promised. Arrays give their elements.
#include "functions/aggregate/building.h"
#include "functions/function_def.h"

namespace quarry {

namespace {

sql::ExprPtr Lower(const LoweringCall& call) {
  return AggregateSet(call, call.args[0], call.args.size() > 1 ? call.args[1] : nullptr);
}

}  // namespace

QUARRY_DEFINE(FunctionDef, kMakeSetFunction) = {
    .name = "make_set",
    .kind = FunctionKind::kAggregate,
    .spelled = {{Lang::kKql, "make_set"}},
    .signature = "(value: any, limit?: int|long) -> dynamic",
    .doc =
        "A dynamic array of the different values that are not null, in no order that is promised. Arrays "
        "give their elements.",
    .example = "T | summarize Ips = make_set(RemoteIP, 100) by Account",
    .duckdb = Lower,
    .default_name = "set_",
};

}  // namespace quarry

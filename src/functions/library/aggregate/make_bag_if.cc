// As make_bag, of the rows for which the predicate is true.
#include "functions/aggregate/building.h"
#include "functions/function_def.h"

namespace quarry {

namespace {

sql::ExprPtr Lower(const LoweringCall& call) {
  return AggregateBag(call, AggregateWhere(call.args[0], call.args[1]));
}

}  // namespace

QUARRY_DEFINE(FunctionDef, kMakeBagIfFunction) = {
    .name = "make_bag_if",
    .kind = FunctionKind::kAggregate,
    .spelled = {{Lang::kKql, "make_bag_if"}},
    .signature = "(bag: dynamic, predicate: bool, limit?: int|long) -> dynamic",
    .doc = "As make_bag, of the rows for which the predicate is true.",
    .example = "T | summarize make_bag_if(bag_pack(Name, Value), Value > 0) by DeviceId",
    .duckdb = Lower,
    .default_name = "bag_",
};

}  // namespace quarry

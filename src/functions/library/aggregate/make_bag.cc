// One property bag with the members of all bags. Of members of one name one is kept; what is no bag is left out.
#include "functions/aggregate/building.h"
#include "functions/function_def.h"

namespace quarry {

namespace {

sql::ExprPtr Lower(const LoweringCall& call) {
  return AggregateBag(call, call.args[0]);
}

}  // namespace

QUARRY_DEFINE(FunctionDef, kMakeBagFunction) = {
    .name = "make_bag",
    .kind = FunctionKind::kAggregate,
    .spelled = {{Lang::kKql, "make_bag"}, {Lang::kKql, "make_dictionary"}},
    .signature = "(bag: dynamic, limit?: int|long) -> dynamic",
    .doc =
        "One property bag with the members of all bags. Of members of one name one is kept; what is no bag is left "
        "out.",
    .example = "T | summarize make_bag(bag_pack(Name, Value)) by DeviceId",
    .duckdb = Lower,
    .default_name = "bag_",
};

}  // namespace quarry

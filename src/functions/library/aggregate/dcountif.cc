// The number of different values of the rows for which the predicate is true. Exact.
#include "functions/aggregate/building.h"
#include "functions/function_def.h"

namespace quarry {

namespace {

sql::ExprPtr Lower(const LoweringCall& call) {
  return sql::Distinct(sql::Call("count", {AggregateWhere(call.args[0], call.args[1])}));
}

}  // namespace

QUARRY_DEFINE(FunctionDef, kDcountifFunction) = {
    .name = "dcountif",
    .kind = FunctionKind::kAggregate,
    .spelled = {{Lang::kKql, "dcountif"}},
    .signature = "(value: any, predicate: bool, accuracy?: int|long) -> long",
    .doc = "The number of different values of the rows for which the predicate is true. Exact.",
    .example = "T | summarize dcountif(RemoteIP, Port == 443) by Account",
    .duckdb = Lower,
    .default_name = "dcountif_",
};

}  // namespace quarry

// The number of different values of the rows for which the predicate is true.
#include "functions/aggregate/building.h"
#include "functions/function_def.h"

namespace quarry {

namespace {

sql::ExprPtr Lower(const LoweringCall& call) {
  return sql::Distinct(sql::Call("count", {AggregateWhere(call.args[0], call.args[1])}));
}

}  // namespace

QUARRY_DEFINE(FunctionDef, kCountDistinctifFunction) = {
    .name = "count_distinctif",
    .kind = FunctionKind::kAggregate,
    .spelled = {{Lang::kKql, "count_distinctif"}},
    .signature = "(value: any, predicate: bool) -> long",
    .doc = "The number of different values of the rows for which the predicate is true.",
    .example = "T | summarize count_distinctif(RemoteIP, Port == 443) by Account",
    .duckdb = Lower,
    .default_name = "count_distinctif_",
};

}  // namespace quarry

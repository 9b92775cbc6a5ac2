// The number of different values that are not null.
#include "functions/aggregate/building.h"
#include "functions/function_def.h"

namespace quarry {

namespace {

sql::ExprPtr Lower(const LoweringCall& call) {
  return sql::Distinct(sql::Call("count", {call.args[0]}));
}

}  // namespace

QUARRY_DEFINE(FunctionDef, kDcountFunction) = {
    .name = "dcount",
    .kind = FunctionKind::kAggregate,
    .spelled = {{Lang::kKql, "dcount"}},
    .signature = "(value: any, accuracy?: int|long) -> long",
    .doc = "The number of different values that are not null.\n\nExact, whatever the accuracy: Kusto estimates it.",
    .example = "T | summarize dcount(RemoteIP) by Account",
    .duckdb = Lower,
    .default_name = "dcount_",
};

}  // namespace quarry

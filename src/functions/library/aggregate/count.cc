// The number of rows.
#include "functions/aggregate/building.h"
#include "functions/function_def.h"

namespace quarry {

namespace {

sql::ExprPtr Lower(const LoweringCall&) {
  return sql::Call("count", {sql::Star()});
}

}  // namespace

QUARRY_DEFINE(FunctionDef, kCountFunction) = {
    .name = "count",
    .kind = FunctionKind::kAggregate,
    .spelled = {{Lang::kKql, "count"}},
    .signature = "() -> long",
    .doc = "The number of rows.",
    .example = "T | summarize count() by Account",
    .duckdb = Lower,
    .default_name = "count_",
};

}  // namespace quarry

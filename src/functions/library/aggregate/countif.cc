// The number of rows for which the predicate is true.
#include "functions/aggregate/building.h"
#include "functions/function_def.h"

namespace quarry {

namespace {

sql::ExprPtr Lower(const LoweringCall& call) {
  return sql::Call("count", {sql::Case({call.args[0], sql::Integer(1)}, nullptr)});
}

}  // namespace

QUARRY_DEFINE(FunctionDef, kCountifFunction) = {
    .name = "countif",
    .kind = FunctionKind::kAggregate,
    .spelled = {{Lang::kKql, "countif"}},
    .signature = "(predicate: bool) -> long",
    .doc = "The number of rows for which the predicate is true.",
    .example = "T | summarize Failed = countif(Result != 0) by Account",
    .duckdb = Lower,
    .default_name = "countif_",
};

}  // namespace quarry

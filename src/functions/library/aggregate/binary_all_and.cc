// The bits that are set in all values.
#include "functions/aggregate/building.h"
#include "functions/function_def.h"

namespace quarry {

namespace {

sql::ExprPtr Lower(const LoweringCall& call) {
  return sql::Call("bit_and", {call.args[0]});
}

}  // namespace

QUARRY_DEFINE(FunctionDef, kBinaryAllAndFunction) = {
    .name = "binary_all_and",
    .kind = FunctionKind::kAggregate,
    .spelled = {{Lang::kKql, "binary_all_and"}},
    .signature = "(value: int|long) -> long",
    .doc = "The bits that are set in all values.",
    .example = "T | summarize binary_all_and(Flags)",
    .duckdb = Lower,
    .default_name = "",
};

}  // namespace quarry

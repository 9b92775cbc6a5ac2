// The bits that are set in one of the values.
#include "functions/aggregate/building.h"
#include "functions/function_def.h"

namespace quarry {

namespace {

sql::ExprPtr Lower(const LoweringCall& call) {
  return sql::Call("bit_or", {call.args[0]});
}

}  // namespace

QUARRY_DEFINE(FunctionDef, kBinaryAllOrFunction) = {
    .name = "binary_all_or",
    .kind = FunctionKind::kAggregate,
    .spelled = {{Lang::kKql, "binary_all_or"}},
    .signature = "(value: int|long) -> long",
    .doc = "The bits that are set in one of the values.",
    .example = "T | summarize binary_all_or(Flags)",
    .duckdb = Lower,
    .default_name = "",
};

}  // namespace quarry

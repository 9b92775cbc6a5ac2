// The bits that are set in an odd number of values.
#include "functions/aggregate/building.h"
#include "functions/function_def.h"

namespace quarry {

namespace {

sql::ExprPtr Lower(const LoweringCall& call) {
  return sql::Call("bit_xor", {call.args[0]});
}

}  // namespace

QUARRY_DEFINE(FunctionDef, kBinaryAllXorFunction) = {
    .name = "binary_all_xor",
    .kind = FunctionKind::kAggregate,
    .spelled = {{Lang::kKql, "binary_all_xor"}},
    .signature = "(value: int|long) -> long",
    .doc = "The bits that are set in an odd number of values.",
    .example = "T | summarize binary_all_xor(Flags)",
    .duckdb = Lower,
    .default_name = "",
};

}  // namespace quarry

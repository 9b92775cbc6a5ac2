// True when the value is null. Text is never null.
#include "functions/function_def.h"

namespace quarry {

namespace {

void Run(const KernelCall&, const Cell* args, Cell& result) {
  result = Cell::Bool(args[0].null);
}

sql::ExprPtr Lower(const LoweringCall& call) {
  return sql::IsNull(call.args[0]);
}

}  // namespace

QUARRY_DEFINE(FunctionDef, kIsNullFunction) = {
    .name = "is_null",
    .spelled = {{Lang::kKql, "isnull"}},
    .signature = "(value: any) -> bool",
    .doc = "True when the value is null. Text is never null.",
    .example = "T | where isnull(Port)",
    .null_rule = NullRule::kHandled,
    .kernel = Run,
    .duckdb = Lower,
};

}  // namespace quarry

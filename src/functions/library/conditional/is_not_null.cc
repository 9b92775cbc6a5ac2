// True when the value is not null. Text is never null.
#include "functions/function_def.h"

namespace quarry {

namespace {

void Run(const KernelCall&, const Cell* args, Cell& result) {
  result = Cell::Bool(!args[0].null);
}

sql::ExprPtr Lower(const LoweringCall& call) {
  return sql::IsNotNull(call.args[0]);
}

}  // namespace

QUARRY_DEFINE(FunctionDef, kIsNotNullFunction) = {
    .name = "is_not_null",
    .spelled = {{Lang::kKql, "isnotnull"}, {Lang::kKql, "notnull"}},
    .signature = "(value: any) -> bool",
    .doc = "True when the value is not null. Text is never null.",
    .example = "T | where isnotnull(Port)",
    .null_rule = NullRule::kHandled,
    .kernel = Run,
    .duckdb = Lower,
};

}  // namespace quarry

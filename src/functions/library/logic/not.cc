// True for false, false for true, null for null.
#include "functions/function_def.h"

namespace quarry {

namespace {

void Run(const KernelCall&, const Cell* args, Cell& result) {
  result = Cell::Bool(!args[0].boolean);
}

sql::ExprPtr Lower(const LoweringCall& call) {
  return sql::Not(call.args[0]);
}

}  // namespace

QUARRY_DEFINE(FunctionDef, kNotFunction) = {
    .name = "not",
    .spelled = {{Lang::kKql, "not"}, {Lang::kCql, "not"}},
    .signature = "(operand: bool) -> bool",
    .doc = "True for false, false for true, null for null.",
    .example = "T | where not(Port == 443)",
    .kernel = Run,
    .duckdb = Lower,
};

}  // namespace quarry

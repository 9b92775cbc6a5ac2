// True when an operand is. Null counts as unknown: true wins over it, false does not.
#include "functions/function_def.h"

namespace quarry {

namespace {

void Run(const KernelCall& call, const Cell* args, Cell& result) {
  bool unknown = false;
  for (size_t i = 0; i < call.types.size(); ++i) {
    if (args[i].null)
      unknown = true;
    else if (args[i].boolean) {
      result = Cell::Bool(true);
      return;
    }
  }
  if (!unknown) result = Cell::Bool(false);
}

sql::ExprPtr Lower(const LoweringCall& call) {
  sql::ExprPtr any = call.args[0];
  for (size_t i = 1; i < call.args.size(); ++i) any = sql::Or(any, call.args[i]);
  return any;
}

}  // namespace

QUARRY_DEFINE(FunctionDef, kOrFunction) = {
    .name = "or",
    .spelled = {{Lang::kKql, "or"}, {Lang::kCql, "or"}},
    .signature = "(operands...: bool) -> bool",
    .doc = "True when an operand is. Null counts as unknown: true wins over it, false does not.",
    .example = "T | where Port == 80 or Port == 443",
    .null_rule = NullRule::kHandled,
    .kernel = Run,
    .duckdb = Lower,
};

}  // namespace quarry

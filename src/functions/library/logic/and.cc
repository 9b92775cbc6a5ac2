// True when all operands are. Null counts as unknown: false wins over it, true does not.
#include "functions/function_def.h"

namespace quarry {

namespace {

void Run(const KernelCall& call, const Cell* args, Cell& result) {
  bool unknown = false;
  for (size_t i = 0; i < call.types.size(); ++i) {
    if (args[i].null)
      unknown = true;
    else if (!args[i].boolean) {
      result = Cell::Bool(false);
      return;
    }
  }
  if (!unknown) result = Cell::Bool(true);
}

sql::ExprPtr Lower(const LoweringCall& call) {
  sql::ExprPtr all = call.args[0];
  for (size_t i = 1; i < call.args.size(); ++i) all = sql::And(all, call.args[i]);
  return all;
}

}  // namespace

QUARRY_DEFINE(FunctionDef, kAndFunction) = {
    .name = "and",
    .spelled = {{Lang::kKql, "and"}, {Lang::kCql, "and"}},
    .signature = "(operands...: bool) -> bool",
    .doc = "True when all operands are. Null counts as unknown: false wins over it, true does not.",
    .example = "T | where Port == 443 and Protocol == \"TCP\"",
    .null_rule = NullRule::kHandled,
    .kernel = Run,
    .duckdb = Lower,
};

}  // namespace quarry

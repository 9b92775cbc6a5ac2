// True when the value is neither null nor an empty text.
#include "functions/function_def.h"

namespace quarry {

namespace {

void Run(const KernelCall& call, const Cell* args, Cell& result) {
  const bool empty = args[0].null || (call.types[0] == Type::kString && args[0].text.empty()) ||
                     (call.types[0] == Type::kDynamic && args[0].text == "\"\"");
  result = Cell::Bool(!empty);
}

sql::ExprPtr Lower(const LoweringCall& call) {
  const sql::ExprPtr present = sql::IsNotNull(call.args[0]);
  if (call.types[0] != Type::kString && call.types[0] != Type::kDynamic) return present;
  const char* empty = call.types[0] == Type::kString ? "" : "\"\"";
  return sql::And(present, sql::Binary("<>", call.args[0], sql::String(empty)));
}

}  // namespace

QUARRY_DEFINE(FunctionDef, kIsNotEmptyFunction) = {
    .name = "is_not_empty",
    .spelled = {{Lang::kKql, "isnotempty"}, {Lang::kKql, "notempty"}},
    .signature = "(value: any) -> bool",
    .doc = "True when the value is neither null nor an empty text.",
    .example = "T | where isnotempty(AccountName)",
    .null_rule = NullRule::kHandled,
    .kernel = Run,
    .duckdb = Lower,
};

}  // namespace quarry

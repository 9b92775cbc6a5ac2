// True when the operands are different values. Two nulls give null, one null gives true.
#include "functions/comparison/compare_cells.h"
#include "functions/function_def.h"

namespace quarry {

namespace {

void Run(const KernelCall& call, const Cell* args, Cell& result) {
  if (args[0].null && args[1].null) return;
  result = Cell::Bool(args[0].null || args[1].null || !EqualCells(call.types[0], args[0], args[1]));
}

sql::ExprPtr Lower(const LoweringCall& call) {
  // DuckDB holds NaN equal to NaN, and knows nothing of the values inside JSON text.
  if (call.types[0] == Type::kReal || call.types[0] == Type::kDynamic) return nullptr;
  const sql::ExprPtr different = sql::Binary("IS DISTINCT FROM", call.args[0], call.args[1]);
  for (const Value* constant : call.constants)
    if (constant && !constant->is_null()) return different;
  return sql::Case({sql::And(sql::IsNull(call.args[0]), sql::IsNull(call.args[1])), sql::NullLiteral()}, different);
}

}  // namespace

QUARRY_DEFINE(FunctionDef, kNotEqualsFunction) = {
    .name = "not_equals",
    .spelled = {{Lang::kKql, "!="}},
    .signature = "(left: any, right: any) -> bool",
    .doc = "True when the operands are different values. Two nulls give null, one null gives true.",
    .example = "T | where Account != \"root\"",
    .null_rule = NullRule::kHandled,
    .kernel = Run,
    .duckdb = Lower,
};

}  // namespace quarry

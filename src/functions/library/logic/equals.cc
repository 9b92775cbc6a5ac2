// True when both operands are the same value; text compares with case. Two nulls give null, one null gives false.
#include "functions/comparison/compare_cells.h"
#include "functions/function_def.h"
#include "functions/text/required_literals.h"

namespace quarry {

namespace {

void Run(const KernelCall& call, const Cell* args, Cell& result) {
  if (args[0].null && args[1].null) return;
  result = Cell::Bool(!args[0].null && !args[1].null && EqualCells(call.types[0], args[0], args[1]));
}

sql::ExprPtr Lower(const LoweringCall& call) {
  // DuckDB holds NaN equal to NaN, and knows nothing of the values inside JSON text.
  if (call.types[0] == Type::kReal || call.types[0] == Type::kDynamic) return nullptr;
  const sql::ExprPtr same = sql::Binary("IS NOT DISTINCT FROM", call.args[0], call.args[1]);
  for (const Value* constant : call.constants)
    if (constant && !constant->is_null()) return same;
  return sql::Case({sql::And(sql::IsNull(call.args[0]), sql::IsNull(call.args[1])), sql::NullLiteral()}, same);
}

LiteralFilter Literals(std::span<const Value* const> constants) {
  for (const Value* constant : constants)
    if (constant && constant->type() == Type::kString && !constant->is_null())
      return RequiredText(constant->text(), false);
  return LiteralFilter::Any();
}

}  // namespace

QUARRY_DEFINE(FunctionDef, kEqualsFunction) = {
    .name = "equals",
    .spelled = {{Lang::kKql, "=="}},
    .signature = "(left: any, right: any) -> bool",
    .doc =
        "True when both operands are the same value; text compares with case. Two nulls give null, one null "
        "gives false.",
    .example = "T | where Account == \"root\"",
    .null_rule = NullRule::kHandled,
    .kernel = Run,
    .duckdb = Lower,
    .literals = Literals,
};

}  // namespace quarry

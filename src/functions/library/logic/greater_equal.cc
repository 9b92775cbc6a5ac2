// True when the left operand comes after the right one or equals it. NaN compares to nothing.
#include "functions/comparison/compare_cells.h"
#include "functions/function_def.h"

namespace quarry {

namespace {

void Run(const KernelCall& call, const Cell* args, Cell& result) {
  result = Cell::Bool(CompareCells(call.types[0], args[0], args[1]) >= 0);
}

sql::ExprPtr Lower(const LoweringCall& call) {
  // DuckDB orders NaN above everything; decimals and dynamic values are text to it.
  const Type type = call.types[0];
  if (type == Type::kReal || type == Type::kDynamic || type == Type::kDecimal) return nullptr;
  return sql::Binary(">=", call.args[0], call.args[1]);
}

}  // namespace

QUARRY_DEFINE(FunctionDef, kGreaterEqualFunction) = {
    .name = "greater_equal",
    .spelled = {{Lang::kKql, ">="}},
    .signature = "(left: any, right: any) -> bool",
    .doc = "True when the left operand comes after the right one or equals it. NaN compares to nothing.",
    .example = "T | where Port >= 49152",
    .kernel = Run,
    .duckdb = Lower,
};

}  // namespace quarry

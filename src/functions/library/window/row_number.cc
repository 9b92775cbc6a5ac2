// The number of the row in the order of the rows, from `start` (1 unless given).
#include "functions/function_def.h"

namespace quarry {

namespace {

sql::ExprPtr Lower(const LoweringCall& call) {
  const sql::ExprPtr number = sql::Call("row_number", {});
  if (call.args.empty()) return number;
  return sql::Binary("+", number, sql::Binary("-", call.args[0], sql::Integer(1)));
}

}  // namespace

QUARRY_DEFINE(FunctionDef, kRowNumberFunction) = {
    .name = "row_number",
    .kind = FunctionKind::kWindow,
    .spelled = {{Lang::kKql, "row_number"}},
    .signature = "(start?: int|long) -> long",
    .doc = "The number of the row in the order of the rows, from `start` (1 unless given).",
    .example = "T | sort by Timestamp asc | extend N = row_number()",
    .duckdb = Lower,
};

}  // namespace quarry

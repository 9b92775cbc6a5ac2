// The sum of the values up to and with this row.
#include "functions/aggregate/building.h"
#include "functions/function_def.h"

namespace quarry {

namespace {

Type ResultOf(std::span<const Type> types) {
  return SumType(types[0]);
}

sql::ExprPtr Lower(const LoweringCall& call) {
  return sql::Window(sql::Call("sum", {call.args[0]}), {}, {}, "ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW");
}

}  // namespace

QUARRY_DEFINE(FunctionDef, kRowCumsumFunction) = {
    .name = "row_cumsum",
    .kind = FunctionKind::kWindow,
    .spelled = {{Lang::kKql, "row_cumsum"}},
    .signature = "(value: int|long|real|timespan) -> custom",
    .doc = "The sum of the values up to and with this row.",
    .example = "T | sort by Timestamp asc | extend Total = row_cumsum(Bytes)",
    .duckdb = Lower,
    .result_type = ResultOf,
};

}  // namespace quarry

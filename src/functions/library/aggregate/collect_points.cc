// What make-series collects of one series: the places on the axis and their values.
#include "functions/aggregate/building.h"
#include "functions/function_def.h"

namespace quarry {

namespace {

sql::ExprPtr Lower(const LoweringCall& call) {
  // Times stand as ticks: the place in the series is computed from them.
  const sql::ExprPtr at = call.types[0] == Type::kReal ? AggregateJson(call, call.args[0], Type::kReal)
                                                       : sql::Cast(call.args[0], "VARCHAR");
  const sql::ExprPtr value =
      sql::Call("coalesce", {AggregateJson(call, call.args[1], call.types[1]), sql::String("null")});
  const sql::ExprPtr point = sql::Binary("||", sql::Binary("||", AggregateArray(at), sql::String(",")), value);
  // [at],value,[at],value
  return AggregateArray(
      sql::Call("string_agg", {AggregateWhere(point, sql::IsNotNull(call.args[0])), sql::String(",")}));
}

}  // namespace

QUARRY_DEFINE(FunctionDef, kCollectPointsFunction) = {
    .name = "collect_points",
    .kind = FunctionKind::kAggregate,
    .spelled = {},
    .signature = "(at: long|real|datetime|timespan, value: any) -> dynamic",
    .doc =
        "The points of a series as one array: the place on the axis in an array of its own, then the value, for each "
        "row.",
    .example = "T | make-series count() on Timestamp from ago(7d) to now() step 1d",
    .duckdb = Lower,
};

}  // namespace quarry

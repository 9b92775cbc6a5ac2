// A dynamic array of all values, nulls too, in the order of the rows where they have one.
#include "functions/aggregate/building.h"
#include "functions/function_def.h"

namespace quarry {

namespace {

sql::ExprPtr Lower(const LoweringCall& call) {
  const sql::ExprPtr json =
      sql::Call("coalesce", {AggregateJson(call, call.args[0], call.types[0]), sql::String("null")});
  return AggregateArray(sql::Call("string_agg", {json, sql::String(",")}));
}

}  // namespace

QUARRY_DEFINE(FunctionDef, kMakeListWithNullsFunction) = {
    .name = "make_list_with_nulls",
    .kind = FunctionKind::kAggregate,
    .spelled = {{Lang::kKql, "make_list_with_nulls"}},
    .signature = "(value: any) -> dynamic",
    .doc = "A dynamic array of all values, nulls too, in the order of the rows where they have one.",
    .example = "T | sort by Timestamp asc | summarize make_list_with_nulls(Port) by Account",
    .duckdb = Lower,
    .default_name = "list_",
};

}  // namespace quarry

// Window functions: rows of a group, rows around this one, aggregates over the last rows.
#include <string>
#include <utility>

#include "functions/function_def.h"

namespace quarry {
namespace {
sql::ExprPtr RowNumber(const LoweringCall&) {
  return sql::Call("row_number", {});
}
sql::ExprPtr Before(const LoweringCall& call) {
  return sql::Call("lag", {call.args[0], call.args[1]});
}
sql::ExprPtr After(const LoweringCall& call) {
  return sql::Call("lead", {call.args[0], call.args[1]});
}

// The last rows up to this one; how many is a constant of the call.
sql::ExprPtr OverLastRows(sql::ExprPtr aggregate, const Value& rows) {
  return sql::Window(std::move(aggregate), {}, {},
                     "ROWS BETWEEN " + std::to_string(rows.integer() - 1) + " PRECEDING AND CURRENT ROW");
}
template <const char* const& Name>
sql::ExprPtr LastRows(const LoweringCall& call) {
  return OverLastRows(sql::Call(Name, {call.args[0]}), *call.constants[1]);
}
sql::ExprPtr CountLastRows(const LoweringCall& call) {
  return OverLastRows(sql::Call("count", {sql::Star()}), *call.constants[0]);
}
constexpr const char* kSum = "sum";
constexpr const char* kAvg = "avg";
constexpr const char* kMin = "min";
constexpr const char* kMax = "max";
}  // namespace

QUARRY_DEFINE(FunctionDef, kCqlRowNumberWindow) = {
    .name = "cql_row_number",
    .kind = FunctionKind::kWindow,
    .signature = "() -> long",
    .doc = "The place of a row in its partition, from 1.",
    .example = "join({...}, field=aid, max=3)",
    .duckdb = RowNumber,
};
QUARRY_DEFINE(FunctionDef, kCqlRowBeforeWindow) = {
    .name = "cql_row_before",
    .kind = FunctionKind::kWindow,
    .signature = "(value: string, distance: long) -> string",
    .doc = "The value of a row before this one; absent at the start.",
    .example = "neighbor(key, prefix=prev)",
    .nullable_string = true,
    .duckdb = Before,
};
QUARRY_DEFINE(FunctionDef, kCqlRowAfterWindow) = {
    .name = "cql_row_after",
    .kind = FunctionKind::kWindow,
    .signature = "(value: string, distance: long) -> string",
    .doc = "The value of a row behind this one; absent at the end.",
    .example = "neighbor(key, direction=succeeding)",
    .nullable_string = true,
    .duckdb = After,
};
QUARRY_DEFINE(FunctionDef, kCqlLastRowsSumWindow) = {
    .name = "cql_last_rows_sum",
    .kind = FunctionKind::kWindow,
    .signature = "(value: real, rows: long) -> real",
    .doc = "The sum of the numbers of the last `rows` rows, this one included.",
    .example = "slidingWindow(sum(bytes), events=3)",
    .duckdb = LastRows<kSum>,
};
QUARRY_DEFINE(FunctionDef, kCqlLastRowsAvgWindow) = {
    .name = "cql_last_rows_avg",
    .kind = FunctionKind::kWindow,
    .signature = "(value: real, rows: long) -> real",
    .doc = "The mean of the numbers of the last `rows` rows, this one included.",
    .example = "slidingWindow(avg(bytes), events=3)",
    .duckdb = LastRows<kAvg>,
};
QUARRY_DEFINE(FunctionDef, kCqlLastRowsMinWindow) = {
    .name = "cql_last_rows_min",
    .kind = FunctionKind::kWindow,
    .signature = "(value: real, rows: long) -> real",
    .doc = "The smallest of the numbers of the last `rows` rows, this one included.",
    .example = "slidingWindow(min(bytes), events=3)",
    .duckdb = LastRows<kMin>,
};
QUARRY_DEFINE(FunctionDef, kCqlLastRowsMaxWindow) = {
    .name = "cql_last_rows_max",
    .kind = FunctionKind::kWindow,
    .signature = "(value: real, rows: long) -> real",
    .doc = "The largest of the numbers of the last `rows` rows, this one included.",
    .example = "slidingWindow(max(bytes), events=3)",
    .duckdb = LastRows<kMax>,
};
QUARRY_DEFINE(FunctionDef, kCqlLastRowsCountWindow) = {
    .name = "cql_last_rows_count",
    .kind = FunctionKind::kWindow,
    .signature = "(rows: long) -> long",
    .doc = "The number of the last rows, at most `rows`, this one included.",
    .example = "slidingWindow(count(), events=3)",
    .duckdb = CountLastRows,
};

}  // namespace quarry

// Aggregates of CQL: only present values count; without any the result is absent.
#include "functions/function_def.h"

namespace quarry {
namespace {

template <const char* const& Name>
sql::ExprPtr Plain(const LoweringCall& call) {
  return sql::Call(Name, {call.args.begin(), call.args.end()});
}
constexpr const char* kSum = "sum";
constexpr const char* kAvg = "avg";
constexpr const char* kMin = "min";
constexpr const char* kMax = "max";
constexpr const char* kDeviation = "stddev_samp";
constexpr const char* kQuantile = "quantile_cont";
constexpr const char* kMaxBy = "arg_max_null";
constexpr const char* kMinBy = "arg_min_null";

// DuckDB has the value first.
template <const char* const& Name>
sql::ExprPtr By(const LoweringCall& call) {
  return sql::Call(Name, {call.args[1], call.args[0]});
}

sql::ExprPtr Count(const LoweringCall&) {
  return sql::Call("count", {sql::Star()});
}
sql::ExprPtr CountDistinct(const LoweringCall& call) {
  return sql::Distinct(sql::Call("count", {call.args[0]}));
}

// list() keeps nulls, so they are filtered by the caller; the order is that of the texts, to be the same every time.
sql::ExprPtr Collect(const LoweringCall& call) {
  sql::ExprPtr sorted = sql::Call("list_sort", {sql::Distinct(sql::Call("list", {call.args[0]}))});
  return sql::Call("array_to_string", {sql::Call("list_slice", {sorted, sql::Integer(1), call.args[2]}), call.args[1]});
}

template <const char* const& Name>
sql::ExprPtr Regression(const LoweringCall& call) {
  return sql::Call(Name, {call.args[0], call.args[1]});
}
constexpr const char* kSlope = "regr_slope";
constexpr const char* kIntercept = "regr_intercept";
constexpr const char* kR2 = "regr_r2";
constexpr const char* kPairs = "regr_count";
constexpr const char* kSxx = "regr_sxx";
constexpr const char* kSyy = "regr_syy";

sql::ExprPtr Last(const LoweringCall& call) {
  std::vector<sql::OrderItem> order;
  for (size_t i = 1; i < call.args.size(); ++i) order.push_back({call.args[i], false, sql::Null::kFirst});
  sql::ExprPtr last = sql::Call("last", {call.args[0]});
  return order.empty() ? last : sql::Ordered(last, std::move(order));
}

}  // namespace

QUARRY_DEFINE(FunctionDef, kCqlCountAggregate) = {
    .name = "cql_count",
    .kind = FunctionKind::kAggregate,
    .signature = "() -> long",
    .doc = "The number of rows.",
    .example = "count()",
    .duckdb = Count,
};
QUARRY_DEFINE(FunctionDef, kCqlCountDistinctAggregate) = {
    .name = "cql_count_distinct",
    .kind = FunctionKind::kAggregate,
    .signature = "(value: string) -> long",
    .doc = "The number of different values, exactly.",
    .example = "count(aid, distinct=true)",
    .duckdb = CountDistinct,
};
QUARRY_DEFINE(FunctionDef, kCqlSumAggregate) = {
    .name = "cql_sum",
    .kind = FunctionKind::kAggregate,
    .signature = "(value: real) -> real",
    .doc = "The sum of the numbers; absent when there is none.",
    .example = "sum(bytes)",
    .duckdb = Plain<kSum>,
};
QUARRY_DEFINE(FunctionDef, kCqlAvgAggregate) = {
    .name = "cql_avg",
    .kind = FunctionKind::kAggregate,
    .signature = "(value: real) -> real",
    .doc = "The mean of the numbers; absent when there is none.",
    .example = "avg(bytes)",
    .duckdb = Plain<kAvg>,
};
QUARRY_DEFINE(FunctionDef, kCqlMinAggregate) = {
    .name = "cql_min",
    .kind = FunctionKind::kAggregate,
    .signature = "(value: real) -> real",
    .doc = "The smallest of the numbers; absent when there is none.",
    .example = "min(bytes)",
    .duckdb = Plain<kMin>,
};
QUARRY_DEFINE(FunctionDef, kCqlMaxAggregate) = {
    .name = "cql_max",
    .kind = FunctionKind::kAggregate,
    .signature = "(value: real) -> real",
    .doc = "The largest of the numbers; absent when there is none.",
    .example = "max(bytes)",
    .duckdb = Plain<kMax>,
};
QUARRY_DEFINE(FunctionDef, kCqlDeviationAggregate) = {
    .name = "cql_stddev",
    .kind = FunctionKind::kAggregate,
    .signature = "(value: real) -> real",
    .doc = "The sample standard deviation of the numbers.",
    .example = "stdDev(bytes)",
    .duckdb = Plain<kDeviation>,
};
QUARRY_DEFINE(FunctionDef, kCqlPercentileAggregate) = {
    .name = "cql_percentile",
    .kind = FunctionKind::kAggregate,
    .signature = "(value: real, fraction: real) -> real",
    .doc = "The value below which the fraction of the numbers lies, interpolated.",
    .example = "percentile(ms, percentiles=[50, 99])",
    .duckdb = Plain<kQuantile>,
};
QUARRY_DEFINE(FunctionDef, kCqlCollectAggregate) = {
    .name = "cql_collect",
    .kind = FunctionKind::kAggregate,
    .signature = "(value: string, separator: string, limit: long) -> string",
    .doc = "The different values, joined.",
    .example = "collect([user, host])",
    .nullable_string = true,
    .duckdb = Collect,
};
QUARRY_DEFINE(FunctionDef, kCqlLastAggregate) = {
    .name = "cql_last",
    .kind = FunctionKind::kAggregate,
    .signature = "(value: string, order...: any) -> string",
    .doc = "The value of the row that comes last.",
    .example = "selectLast([status])",
    .nullable_string = true,
    .duckdb = Last,
};
QUARRY_DEFINE(FunctionDef, kCqlMaxByAggregate) = {
    .name = "cql_max_by",
    .kind = FunctionKind::kAggregate,
    .signature = "(key: real, value: string) -> string",
    .doc = "The value where the key is largest.",
    .example = "selectFromMax(bytes, include=[url])",
    .nullable_string = true,
    .duckdb = By<kMaxBy>,
};
QUARRY_DEFINE(FunctionDef, kCqlMinByAggregate) = {
    .name = "cql_min_by",
    .kind = FunctionKind::kAggregate,
    .signature = "(key: real, value: string) -> string",
    .doc = "The value where the key is smallest.",
    .example = "selectFromMin(bytes, include=[url])",
    .nullable_string = true,
    .duckdb = By<kMinBy>,
};
QUARRY_DEFINE(FunctionDef, kCqlRegressionSlopeAggregate) = {
    .name = "cql_regression_slope",
    .kind = FunctionKind::kAggregate,
    .signature = "(y: real, x: real) -> real",
    .doc = "The slope of the line of least squares through the points of two numbers.",
    .example = "linReg(x=bytes, y=duration)",
    .duckdb = Regression<kSlope>,
};
QUARRY_DEFINE(FunctionDef, kCqlRegressionInterceptAggregate) = {
    .name = "cql_regression_intercept",
    .kind = FunctionKind::kAggregate,
    .signature = "(y: real, x: real) -> real",
    .doc = "The value at 0 of the line of least squares.",
    .example = "linReg(x=bytes, y=duration)",
    .duckdb = Regression<kIntercept>,
};
QUARRY_DEFINE(FunctionDef, kCqlRegressionR2Aggregate) = {
    .name = "cql_regression_r2",
    .kind = FunctionKind::kAggregate,
    .signature = "(y: real, x: real) -> real",
    .doc = "The square of the correlation of two numbers.",
    .example = "linReg(x=bytes, y=duration)",
    .duckdb = Regression<kR2>,
};
QUARRY_DEFINE(FunctionDef, kCqlRegressionPairsAggregate) = {
    .name = "cql_regression_pairs",
    .kind = FunctionKind::kAggregate,
    .signature = "(y: real, x: real) -> long",
    .doc = "How many rows have both numbers.",
    .example = "linReg(x=bytes, y=duration)",
    .duckdb = Regression<kPairs>,
};
QUARRY_DEFINE(FunctionDef, kCqlRegressionSxxAggregate) = {
    .name = "cql_regression_sxx",
    .kind = FunctionKind::kAggregate,
    .signature = "(y: real, x: real) -> real",
    .doc = "The sum of the squares of what `x` differs from its mean by.",
    .example = "linReg(x=bytes, y=duration)",
    .duckdb = Regression<kSxx>,
};
QUARRY_DEFINE(FunctionDef, kCqlRegressionSyyAggregate) = {
    .name = "cql_regression_syy",
    .kind = FunctionKind::kAggregate,
    .signature = "(y: real, x: real) -> real",
    .doc = "The sum of the squares of what `y` differs from its mean by.",
    .example = "linReg(x=bytes, y=duration)",
    .duckdb = Regression<kSyy>,
};

}  // namespace quarry

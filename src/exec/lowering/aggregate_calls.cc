// Entries: IsAggregateCall, IsCollecting, OfType.
#include "exec/lowering/aggregate_calls.h"

#include <algorithm>
#include <string>
#include <string_view>

#include "exec/lowering/lowering.h"

namespace quarry {

namespace {
// DuckDB's names of the aggregates that lowerings use. FILTER, ORDER BY and OVER go to these calls, wherever they
// stand in the expression that a lowering returns.
constexpr std::string_view kAggregates[] = {"any_value",
                                            "approx_count_distinct",
                                            "approx_quantile",
                                            "arbitrary",
                                            "arg_max",
                                            "arg_max_null",
                                            "arg_min",
                                            "arg_min_null",
                                            "array_agg",
                                            "avg",
                                            "bit_and",
                                            "bit_or",
                                            "bit_xor",
                                            "bool_and",
                                            "bool_or",
                                            "corr",
                                            "count",
                                            "count_if",
                                            "count_star",
                                            "countif",
                                            "covar_pop",
                                            "covar_samp",
                                            "entropy",
                                            "favg",
                                            "first",
                                            "fsum",
                                            "group_concat",
                                            "histogram",
                                            "json_group_array",
                                            "json_group_object",
                                            "kurtosis",
                                            "last",
                                            "list",
                                            "listagg",
                                            "mad",
                                            "max",
                                            "max_by",
                                            "mean",
                                            "median",
                                            "merge_newest_events",
                                            "merge_number_sets",
                                            "min",
                                            "min_by",
                                            "mode",
                                            "newest_events",
                                            "number_set",
                                            "number_set_overlap",
                                            "product",
                                            "quantile",
                                            "quantile_cont",
                                            "quantile_disc",
                                            "regr_count",
                                            "regr_intercept",
                                            "regr_r2",
                                            "regr_slope",
                                            "regr_sxx",
                                            "regr_syy",
                                            "reservoir_quantile",
                                            "skewness",
                                            "stddev",
                                            "stddev_pop",
                                            "stddev_samp",
                                            "string_agg",
                                            "sum",
                                            "sum_no_overflow",
                                            "var_pop",
                                            "var_samp",
                                            "variance"};
}  // namespace

bool IsAggregateCall(const sql::Expr& e) {
  return e.kind == sql::Expr::Kind::kCall && std::binary_search(std::begin(kAggregates), std::end(kAggregates), e.name);
}

bool IsCollecting(const sql::Expr& e) {
  return e.kind == sql::Expr::Kind::kCall && (e.name == "list" || e.name == "array_agg" || e.name == "string_agg" ||
                                              e.name == "group_concat" || e.name == "json_group_array");
}

sql::ExprPtr OfType(sql::ExprPtr expr, Type type, bool nullable_string) {
  const std::string name(DuckdbTypeName(type));
  const bool cast =
      (expr->kind == sql::Expr::Kind::kCast || expr->kind == sql::Expr::Kind::kTryCast) && expr->name == name;
  const bool counts = expr->kind == sql::Expr::Kind::kCall && (expr->name == "count" || expr->name == "count_star");
  if (!cast && !counts && !IsTextual(type) && type != Type::kBool) expr = sql::Cast(std::move(expr), name);
  if (type == Type::kString && !nullable_string) expr = sql::Call("coalesce", {std::move(expr), sql::String("")});
  return expr;
}

}  // namespace quarry

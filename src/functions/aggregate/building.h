// What lowerings of aggregates are built from.
// Thread rule: pure functions.
#pragma once

#include <string>

#include "functions/function_def.h"
#include "sql/tree.h"

namespace quarry {

// `value` where the predicate is true, null elsewhere: aggregates pass over nulls.
sql::ExprPtr AggregateWhere(const sql::ExprPtr& value, const sql::ExprPtr& predicate);

Type SumType(Type type);
// 0 without values.
sql::ExprPtr AggregateSum(const LoweringCall& call, const sql::ExprPtr& value);
Type MeanType(Type type);
// NaN without values; null for times.
sql::ExprPtr AggregateMean(const LoweringCall& call, const sql::ExprPtr& value);
// A statistic that is 0 where DuckDB gives null.
sql::ExprPtr AggregateOrZero(const std::string& aggregate, const sql::ExprPtr& value);

// The JSON text of `value`, which is of `type`.
sql::ExprPtr AggregateJson(const LoweringCall& call, const sql::ExprPtr& value, Type type);
// "[...]" around joined JSON texts; "[]" for null.
sql::ExprPtr AggregateArray(const sql::ExprPtr& joined);
// Of values of the call's first type. `limit` may be null: KQL's own.
sql::ExprPtr AggregateSet(const LoweringCall& call, const sql::ExprPtr& value, const sql::ExprPtr& limit);
sql::ExprPtr AggregateList(const LoweringCall& call, const sql::ExprPtr& value, const sql::ExprPtr& limit);
sql::ExprPtr AggregateBag(const LoweringCall& call, const sql::ExprPtr& bag);

// arg_max_null or arg_min_null of (by, value, ties...).
sql::ExprPtr AggregateAt(const std::string& aggregate, const LoweringCall& call);
// The least `value` that is not empty; with further arguments, its value in the least row of (value, rest...).
sql::ExprPtr AggregateAny(const LoweringCall& call, const sql::ExprPtr& value);

}  // namespace quarry

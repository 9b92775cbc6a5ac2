#include "functions/aggregate/building.h"

#include <limits>

namespace quarry {

namespace {
constexpr int64_t kMostElements = 1'048'576;  // of make_list and make_set
}

sql::ExprPtr AggregateWhere(const sql::ExprPtr& value, const sql::ExprPtr& predicate) {
  return sql::Case({predicate, value}, nullptr);
}

Type SumType(Type type) {
  if (type == Type::kInt) return Type::kLong;
  return type == Type::kDynamic ? Type::kReal : type;
}

sql::ExprPtr AggregateSum(const LoweringCall& call, const sql::ExprPtr& value) {
  const sql::ExprPtr number =
      call.types[0] == Type::kDynamic ? call.kernels->CallKernel("to_real", {value}, {Type::kDynamic}) : value;
  return sql::Call("coalesce", {sql::Call("sum", {number}), sql::Integer(0)});
}

Type MeanType(Type type) {
  return type == Type::kTimeSpan || type == Type::kDateTime ? type : Type::kReal;
}

sql::ExprPtr AggregateMean(const LoweringCall& call, const sql::ExprPtr& value) {
  // The mean of ticks is made of whole numbers: a double has not enough digits for them.
  if (MeanType(call.types[0]) != Type::kReal)
    return sql::Binary("//", sql::Call("sum", {value}), sql::Call("count", {value}));
  // Whole numbers are added up exactly; DuckDB's own mean of them rounds twice, through a long double.
  const sql::ExprPtr mean = IsInteger(call.types[0]) ? sql::Binary("/", sql::Cast(sql::Call("sum", {value}), "DOUBLE"),
                                                                   sql::Call("count", {value}))
                                                     : sql::Call("avg", {value});
  return sql::Call("coalesce", {mean, sql::Real(std::numeric_limits<double>::quiet_NaN())});
}

sql::ExprPtr AggregateOrZero(const std::string& aggregate, const sql::ExprPtr& value) {
  return sql::Call("coalesce", {sql::Call(aggregate, {value}), sql::Real(0)});
}

sql::ExprPtr AggregateJson(const LoweringCall& call, const sql::ExprPtr& value, Type type) {
  if (type == Type::kDynamic) return value;
  if (IsInteger(type)) return sql::Cast(value, "VARCHAR");
  return call.kernels->CallKernel("to_dynamic", {value}, {type});
}

sql::ExprPtr AggregateArray(const sql::ExprPtr& joined) {
  return sql::Binary("||", sql::Binary("||", sql::String("["), sql::Call("coalesce", {joined, sql::String("")})),
                     sql::String("]"));
}

sql::ExprPtr AggregateSet(const LoweringCall& call, const sql::ExprPtr& value, const sql::ExprPtr& limit) {
  const sql::ExprPtr joined =
      sql::Distinct(sql::Call("string_agg", {AggregateJson(call, value, call.types[0]), sql::String(",")}));
  const sql::ExprPtr array = AggregateArray(joined);
  // Only dynamic values can hold arrays, or one value in two spellings.
  if (!limit && call.types[0] != Type::kDynamic && call.types[0] != Type::kReal)
    return call.kernels->CallKernel("first_elements", {array, sql::Cast(sql::Integer(kMostElements), "BIGINT")},
                                    {Type::kDynamic, Type::kLong});
  const sql::ExprPtr most = limit ? limit : sql::Integer(kMostElements);
  return call.kernels->CallKernel("distinct_elements", {array, sql::Cast(most, "BIGINT")},
                                  {Type::kDynamic, Type::kLong});
}

sql::ExprPtr AggregateList(const LoweringCall& call, const sql::ExprPtr& value, const sql::ExprPtr& limit) {
  const sql::ExprPtr array =
      AggregateArray(sql::Call("string_agg", {AggregateJson(call, value, call.types[0]), sql::String(",")}));
  const sql::ExprPtr most = limit ? limit : sql::Integer(kMostElements);
  return call.kernels->CallKernel("first_elements", {array, sql::Cast(most, "BIGINT")}, {Type::kDynamic, Type::kLong});
}

sql::ExprPtr AggregateBag(const LoweringCall& call, const sql::ExprPtr& bag) {
  return call.kernels->CallKernel("merge_bags", {AggregateArray(sql::Call("string_agg", {bag, sql::String(",")}))},
                                  {Type::kDynamic});
}

namespace {

// Rows compare by the first item, then by the next ones.
sql::ExprPtr RowOf(const std::vector<sql::ExprPtr>& items) {
  return items.size() == 1 ? items[0] : sql::Call("row", items);
}

}  // namespace

sql::ExprPtr AggregateAt(const std::string& aggregate, const LoweringCall& call) {
  if (call.args.size() == 2) return sql::Call(aggregate, {call.args[1], call.args[0]});
  std::vector<sql::ExprPtr> order(call.args.begin() + 2, call.args.end());
  order.insert(order.begin(), call.args[0]);
  // A row is never null, so rows without `by` are left out by hand.
  return sql::Call(aggregate, {call.args[1], AggregateWhere(RowOf(order), sql::IsNotNull(call.args[0]))});
}

sql::ExprPtr AggregateAny(const LoweringCall& call, const sql::ExprPtr& value) {
  if (call.args.size() > 1) return sql::Call("arg_min_null", {value, RowOf({call.args.begin() + 1, call.args.end()})});
  if (call.types[0] != Type::kString) return sql::Call("min", {value});
  return sql::Call("min", {sql::Call("nullif", {value, sql::String("")})});
}

}  // namespace quarry

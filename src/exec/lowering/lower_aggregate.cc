// Lowering of grouping, windows and unnesting: operators that need a SELECT of their own.
#include <algorithm>
#include <functional>
#include <utility>

#include "exec/lowering/lowerer.h"

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
                                            "min",
                                            "min_by",
                                            "mode",
                                            "newest_times",
                                            "newest_values",
                                            "product",
                                            "quantile",
                                            "quantile_cont",
                                            "quantile_disc",
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
constexpr std::string_view kWindowFunctions[] = {"cume_dist",    "dense_rank", "first_value", "lag",
                                                 "last_value",   "lead",       "nth_value",   "ntile",
                                                 "percent_rank", "rank",       "row_number"};

template <size_t N>
bool Among(const std::string_view (&names)[N], std::string_view name) {
  return std::binary_search(std::begin(names), std::end(names), name);
}
bool IsAggregateCall(const sql::Expr& e) {
  return e.kind == sql::Expr::Kind::kCall && Among(kAggregates, e.name);
}
// The order of what these collect shows in their result.
bool IsCollecting(const sql::Expr& e) {
  return e.kind == sql::Expr::Kind::kCall && (e.name == "list" || e.name == "array_agg" || e.name == "string_agg" ||
                                              e.name == "group_concat" || e.name == "json_group_array");
}

// A copy with the outermost nodes that satisfy `matches` replaced by `replace(node)`.
template <typename Matches, typename Replace>
sql::ExprPtr ReplaceOutermost(const sql::ExprPtr& expr, const Matches& matches, const Replace& replace) {
  if (matches(*expr)) return replace(expr);
  bool changed = false;
  std::vector<sql::ExprPtr> args;
  for (const sql::ExprPtr& arg : expr->args) {
    args.push_back(ReplaceOutermost(arg, matches, replace));
    changed |= args.back() != arg;
  }
  if (!changed) return expr;
  auto copy = std::make_shared<sql::Expr>(*expr);
  copy->args = std::move(args);
  return copy;
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

}  // namespace

Block Lowerer::LowerAggregate(const Rel& rel) {
  Block input = Lower(rel.inputs[0]);
  // Keys are columns of the input, so that GROUP BY never meets a literal (which SQL reads as a position).
  std::vector<const Expr*> read;
  bool computed_keys = false;
  for (const NamedExpr& key : rel.keys) {
    const BlockColumn* column = key.expr->kind == Expr::Kind::kColumn ? input.Find(key.expr->column) : nullptr;
    computed_keys |= column == nullptr || column->expr->kind != sql::Expr::Kind::kColumn;
  }
  for (const AggregateCall& call : rel.aggregates) {
    for (const ExprPtr& arg : call.args) read.push_back(arg.get());
    if (call.filter) read.push_back(call.filter.get());
  }
  if (input.cut()) input = Wrap(std::move(input), true);
  input = WithCheapColumns(std::move(input), read);
  std::vector<sql::ExprPtr> keys;
  if (computed_keys) {
    std::vector<std::string> names;
    for (const NamedExpr& key : rel.keys) {
      // A column of its own, even for a bare one: what it is called afterwards belongs to the aggregate.
      names.push_back(names_.Fresh("key"));
      sql::ExprPtr expr = LowerExpr(*key.expr, input);
      input.columns.push_back({0, names.back(), std::move(expr), key.expr->type});
    }
    input = Wrap(std::move(input), true);
    for (const std::string& name : names) keys.push_back(sql::Column(name));
  } else {
    for (const NamedExpr& key : rel.keys) keys.push_back(LowerExpr(*key.expr, input));
  }
  auto query = std::make_shared<sql::Query>();
  query->from = input.from;
  query->where = input.where;
  query->group_by = keys;
  for (size_t i = 0; i < rel.keys.size(); ++i)
    query->items.push_back({keys[i], names_.Of(rel.keys[i].id, rel.keys[i].name)});
  for (const AggregateCall& call : rel.aggregates) {
    sql::ExprPtr expr = LowerFunction(*call.function, call.args, call.type, input);
    expr = ReplaceOutermost(expr, IsAggregateCall, [&](const sql::ExprPtr& found) {
      sql::ExprPtr aggregate = found;
      if (IsCollecting(*found) && found->order_by.empty() && !found->args.empty()) {
        // DuckDB keeps no order among distinct values, and can order them only by themselves.
        const bool as_they_come = !options_.deterministic || (input.in_order && !found->distinct);
        if (!input.order.empty() && !found->distinct)
          aggregate = sql::Ordered(aggregate, input.order);
        else if (!as_they_come)
          aggregate = sql::Ordered(aggregate, {{found->args[0], false, sql::Null::kLast}});
      }
      return call.filter ? sql::Filtered(aggregate, LowerExpr(*call.filter, input)) : aggregate;
    });
    query->items.push_back(
        {OfType(std::move(expr), call.type, call.function->nullable_string), names_.Of(call.id, call.name)});
  }
  // An aggregate without keys gives one row even when nothing of it is read.
  if (query->items.empty()) query->items.push_back({sql::Call("count", {sql::Star()}), "_"});
  Block block = OverQuery(std::move(query));
  for (const OutputColumn& out : rel.output) AddColumn(block, out);
  block.in_order = rel.keys.empty();
  return block;
}

// Rows that come in one fixed order get their number as the order that they owe: DuckDB keeps no order through windows.
Block Lowerer::WithRowNumbers(Block input) {
  auto query = std::make_shared<sql::Query>(*ToQuery(input));
  const std::string number = names_.Fresh("row");
  query->items.push_back({sql::Window(sql::Call("row_number", {}), {}, {}), number});
  Block block = OverQuery(std::move(query));
  for (const BlockColumn& c : input.columns) block.columns.push_back({c.id, c.name, sql::Column(c.name), c.type});
  block.order = {{sql::Column(number), false, sql::Null::kLast}};
  return block;
}

Block Lowerer::LowerWindow(const Rel& rel) {
  Block input = Lower(rel.inputs[0]);
  if (input.cut()) input = Wrap(std::move(input), true);
  std::vector<const Expr*> read;
  for (const WindowCall& call : rel.windows)
    for (const ExprPtr& arg : call.args) read.push_back(arg.get());
  for (const ExprPtr& expr : rel.partition_by) read.push_back(expr.get());
  for (const SortKey& key : rel.window_order) read.push_back(key.expr.get());
  input = WithCheapColumns(std::move(input), read);
  if (rel.window_order.empty() && input.order.empty() && input.in_order) input = WithRowNumbers(std::move(input));
  std::vector<sql::ExprPtr> partition;
  for (const ExprPtr& expr : rel.partition_by) partition.push_back(LowerExpr(*expr, input));
  std::vector<sql::OrderItem> order = rel.window_order.empty() ? input.order : LowerOrder(rel.window_order, input);
  if (options_.deterministic && !(order.empty() && input.in_order)) {
    // Rows that the order does not tell apart get one by their content.
    Block ties = input;
    ties.order = order;
    ties.in_order = false;
    MakeDeterministic(ties);
    for (size_t i = order.size(); i < ties.order.size(); ++i) {
      sql::OrderItem item = ties.order[i];
      for (const BlockColumn& c : input.columns)
        if (c.name == item.expr->name) item.expr = c.expr;
      order.push_back(std::move(item));
    }
  }
  auto query = std::make_shared<sql::Query>();
  for (const BlockColumn& c : input.columns) query->items.push_back({c.expr, c.name});
  query->from = input.from;
  query->where = input.where;
  for (const WindowCall& call : rel.windows) {
    sql::ExprPtr expr = LowerFunction(*call.function, call.args, call.type, input);
    const bool is_aggregate = call.function->kind == FunctionKind::kAggregate;
    const auto over = [&](const sql::Expr& e) {
      if (e.kind == sql::Expr::Kind::kWindow || IsAggregateCall(e)) return true;
      return e.kind == sql::Expr::Kind::kCall && Among(kWindowFunctions, e.name);
    };
    expr = ReplaceOutermost(expr, over, [&](const sql::ExprPtr& found) {
      if (found->kind == sql::Expr::Kind::kWindow) return sql::Window(found->args[0], partition, order, found->frame);
      return sql::Window(found, partition, order,
                         is_aggregate ? "ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW" : "");
    });
    query->items.push_back(
        {OfType(std::move(expr), call.type, call.function->nullable_string), names_.Of(call.id, call.name)});
  }
  std::vector<sql::OrderItem> carried = CarryOrder(input, query->items);
  Block block = OverQuery(std::move(query));
  for (const BlockColumn& c : input.columns) block.columns.push_back({c.id, c.name, sql::Column(c.name), c.type});
  for (const WindowCall& call : rel.windows) AddColumn(block, {call.id, call.name, call.type});
  block.order = std::move(carried);
  return block;
}

Block Lowerer::LowerUnnest(const Rel& rel) {
  Block input = Lower(rel.inputs[0]);
  if (input.cut()) input = Wrap(std::move(input), true);
  std::vector<const Expr*> read;
  for (const UnnestColumn& column : rel.unnest) read.push_back(column.value.get());
  input = WithCheapColumns(std::move(input), read);
  auto lists = std::make_shared<sql::Query>();
  for (const BlockColumn& c : input.columns) lists->items.push_back({c.expr, c.name});
  lists->from = input.from;
  lists->where = input.where;
  std::vector<std::string> list_names;
  for (const UnnestColumn& column : rel.unnest) {
    const int64_t limit = rel.unnest_limit ? static_cast<int64_t>(*rel.unnest_limit) : -1;
    sql::ExprPtr elements = sql::Call(
        std::string(kElementsFunction),
        {LowerExpr(*column.value, input), sql::Bool(rel.empty_gives_row), sql::Cast(sql::Integer(limit), "BIGINT")});
    list_names.push_back(names_.Fresh("elements"));
    lists->items.push_back({std::move(elements), list_names.back()});
  }
  std::vector<sql::OrderItem> order = CarryOrder(input, lists->items);
  auto query = std::make_shared<sql::Query>();
  for (size_t i = 0; i < lists->items.size(); ++i) {
    const std::string& name = lists->items[i].alias;
    if (std::find(list_names.begin(), list_names.end(), name) == list_names.end())
      query->items.push_back({sql::Column(name), name});
  }
  query->from = OverQuery(std::move(lists)).from;
  Block block;
  for (const BlockColumn& c : input.columns) block.columns.push_back({c.id, c.name, sql::Column(c.name), c.type});
  // DuckDB unnests the lists of one SELECT in step and fills the shorter ones with nulls.
  sql::ExprPtr longest;
  for (size_t i = 0; i < rel.unnest.size(); ++i) {
    const UnnestColumn& column = rel.unnest[i];
    const std::string& name = names_.Of(column.id, column.name);
    query->items.push_back({sql::Call("unnest", {sql::Column(list_names[i])}), name});
    const sql::ExprPtr size = sql::Call("len", {sql::Column(list_names[i])});
    longest = longest ? sql::Call("greatest", {longest, size}) : size;
  }
  const bool indexed = !rel.index_name.empty();
  const std::string index = indexed ? names_.Of(rel.index_id, rel.index_name) : names_.Fresh("index");
  if ((indexed || !order.empty()) && longest) {
    query->items.push_back({sql::Call("unnest", {sql::Call("range", {sql::Cast(longest, "BIGINT")})}), index});
    if (!order.empty()) order.push_back({sql::Column(index), false, sql::Null::kLast});
  }
  block.from = OverQuery(std::move(query)).from;
  block.order = std::move(order);
  block.in_order = input.in_order;
  for (const UnnestColumn& column : rel.unnest) {
    AddColumn(block, {column.id, column.name, Type::kDynamic});
    if (column.type == Type::kDynamic) continue;
    const FunctionDef* convert = FindFunction("to_" + std::string(TypeName(column.type)));
    Result<ExprPtr> call =
        convert == nullptr
            ? Result<ExprPtr>(Error{"no conversion of elements to " + std::string(TypeName(column.type))})
            : MakeCall(*convert, {MakeColumn(column.id, Type::kDynamic)});
    if (!call) {
      Fail(call.error().message);
      continue;
    }
    sql::ExprPtr converted = LowerExpr(**call, block);
    block.columns.back().expr = std::move(converted);
    block.columns.back().type = column.type;
  }
  if (indexed) AddColumn(block, {rel.index_id, rel.index_name, Type::kLong});
  return block;
}

}  // namespace quarry

// Lowering of grouping, windows and unnesting: operators that need a SELECT of their own.
#include <algorithm>
#include <functional>
#include <utility>

#include "exec/lowering/aggregate_calls.h"
#include "exec/lowering/lowerer.h"

namespace quarry {

namespace {

constexpr std::string_view kWindowFunctions[] = {"cume_dist",    "dense_rank", "first_value", "lag",
                                                 "last_value",   "lead",       "nth_value",   "ntile",
                                                 "percent_rank", "rank",       "row_number"};

}  // namespace

sql::ExprPtr Lowerer::WithModifiers(const sql::ExprPtr& expr, const sql::ExprPtr& filter, const Block* input) {
  return ReplaceOutermost(expr, IsAggregateCall, [&](const sql::ExprPtr& found) {
    sql::ExprPtr aggregate = found;
    if (IsCollecting(*found) && found->order_by.empty() && !found->args.empty()) {
      // DuckDB keeps no order among distinct values, and can order them only by themselves.
      const bool in_order = input != nullptr && input->in_order && !found->distinct;
      const bool as_they_come = !options_.deterministic || in_order;
      if (input != nullptr && !input->order.empty() && !found->distinct)
        aggregate = sql::Ordered(aggregate, input->order);
      else if (!as_they_come)
        aggregate = sql::Ordered(aggregate, {{found->args[0], false, sql::Null::kLast}});
    }
    return filter ? sql::Filtered(aggregate, filter) : aggregate;
  });
}

Block Lowerer::LowerAggregate(const Rel& rel) {
  if (options_.group_in_scan) {
    const auto is_shared = [this](const RelPtr& node) { return uses_[node.get()] > 1; };
    if (const std::vector<ScanArm> arms = ScanArmsOf(rel, is_shared); !arms.empty())
      return LowerGroupedScans(rel, arms);
  }
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
    expr = WithModifiers(expr, call.filter ? LowerExpr(*call.filter, input) : nullptr, &input);
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
      return e.kind == sql::Expr::Kind::kCall &&
             std::binary_search(std::begin(kWindowFunctions), std::end(kWindowFunctions), e.name);
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

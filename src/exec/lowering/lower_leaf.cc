// Lowering of the nodes without inputs: scans, literal rows, ranges.
#include <cmath>
#include <utility>

#include "exec/lowering/lowerer.h"
#include "exec/rows_source.h"
#include "exec/scan_of_node.h"
#include "plan/evaluator.h"

namespace quarry {

namespace {
// More rows than these go through a native scan instead of the SQL text.
constexpr size_t kMaxTextRows = 16;

sql::RelationPtr Function(std::string_view name, std::vector<sql::ExprPtr> args, std::string alias = {},
                          std::vector<std::string> column_aliases = {}) {
  auto relation = std::make_shared<sql::Relation>();
  relation->kind = sql::Relation::Kind::kFunction;
  relation->name = name;
  relation->args = std::move(args);
  relation->alias = std::move(alias);
  relation->column_aliases = std::move(column_aliases);
  return relation;
}
}  // namespace

NativeScan MakeNativeScan(const Rel& rel) {
  NativeScan scan;
  scan.source = rel.source;
  scan.spec = SpecOfScan(rel);
  for (const OutputColumn& column : rel.output) scan.ids.push_back(column.id);
  return scan;
}

std::vector<Type> NativeScan::OutputTypes() const {
  if (grouping) return grouping->OutputTypes();
  std::vector<Type> types;
  for (size_t i = 0; i < names.size(); ++i) types.push_back(spec.columns[i].type);
  return types;
}

Block Lowerer::LowerScan(const Rel& rel) {
  NativeScan scan = MakeNativeScan(rel);
  scan.predicate = rel.scan_predicate;
  scan.in_order = scan_in_order_ && !rel.scan_predicate;  // a selective scan is worth all cores
  Block block;
  block.in_order = scan.in_order;
  for (const OutputColumn& column : rel.output) {
    AddColumn(block, column);
    scan.names.push_back(block.columns.back().name);
  }
  block.from = ScanTable(std::move(scan));
  return block;
}

sql::RelationPtr Lowerer::ScanTable(NativeScan scan) {
  Result<int64_t> number = registry_.AddScan(std::move(scan));
  if (!number) Fail(number.error().message);
  return Function(kScanFunction, {sql::Integer(number ? *number : 0)});
}

Block Lowerer::LowerValues(const RelPtr& rel) {
  Block block;
  block.in_order = true;
  const auto literal = [&](const Value& value) { return LowerExpr(*MakeLiteral(value), block); };
  if (rel->rows.size() <= 1) {
    // One row needs no FROM; its cells merge into the expressions above.
    for (size_t i = 0; i < rel->output.size(); ++i) {
      const OutputColumn& out = rel->output[i];
      const Value value = rel->rows.empty() ? Value::Null(out.type) : rel->rows[0][i];
      block.columns.push_back({out.id, names_.Of(out.id, out.name), literal(value), out.type});
    }
    if (rel->rows.empty()) block.where = sql::Bool(false);
    return block;
  }
  if (rel->output.empty()) {
    block.from = Function("range", {sql::Integer(static_cast<int64_t>(rel->rows.size()))});
    return block;
  }
  for (const OutputColumn& out : rel->output) AddColumn(block, out);
  if (rel->rows.size() <= kMaxTextRows) {
    auto values = std::make_shared<sql::Relation>();
    values->kind = sql::Relation::Kind::kValues;
    values->alias = "rows";
    for (const BlockColumn& c : block.columns) values->column_aliases.push_back(c.name);
    for (const std::vector<Value>& row : rel->rows) {
      std::vector<sql::ExprPtr> cells;
      for (const Value& value : row) cells.push_back(literal(value));
      values->rows.push_back(std::move(cells));
    }
    block.from = std::move(values);
    return block;
  }
  NativeScan scan;
  for (size_t i = 0; i < rel->output.size(); ++i) {
    ScanColumn column = RowsSource::Column(rel->output[i].name, rel->output[i].type, i);
    scan.spec.columns.push_back(std::move(column));
    scan.ids.push_back(rel->output[i].id);
    scan.names.push_back(block.columns[i].name);
  }
  // The rows belong to the plan, which this scan keeps alive.
  scan.source = std::make_shared<RowsSource>(std::shared_ptr<const std::vector<std::vector<Value>>>(rel, &rel->rows));
  scan.in_order = true;
  block.from = ScanTable(std::move(scan));
  return block;
}

Block Lowerer::LowerRange(const Rel& rel) {
  const OutputColumn& out = rel.output[0];
  const std::string name = names_.Of(out.id, out.name);
  const std::string type(DuckdbTypeName(out.type));
  const std::optional<Value> from = EvaluateConstant(*rel.range_from);
  const std::optional<Value> to = EvaluateConstant(*rel.range_to);
  const std::optional<Value> step = EvaluateConstant(*rel.range_step);
  Block block;
  if (step && !step->is_null() && (out.type == Type::kReal ? step->real() == 0 : step->integer() == 0)) {
    Fail("the step of a range is zero");
    return block;
  }
  if (out.type == Type::kReal) {
    // Counted, not added up: errors do not accumulate.
    Block single;
    const std::string first = names_.Fresh("from"), last = names_.Fresh("to"), width = names_.Fresh("step");
    single.columns = {{0, first, LowerExpr(*rel.range_from, single), out.type},
                      {0, last, LowerExpr(*rel.range_to, single), out.type},
                      {0, width, LowerExpr(*rel.range_step, single), out.type}};
    auto query = std::make_shared<sql::Query>(*ToQuery(single));
    Block counted = OverQuery(std::move(query));
    const std::string count = names_.Fresh("count");
    sql::ExprPtr steps = sql::Binary("/", sql::Binary("-", sql::Column(last), sql::Column(first)), sql::Column(width));
    sql::ExprPtr series = sql::Call(
        "generate_series", {sql::Cast(sql::Integer(0), "BIGINT"), sql::Cast(sql::Call("floor", {steps}), "BIGINT")});
    counted.columns = {{0, first, sql::Column(first), out.type},
                       {0, width, sql::Column(width), out.type},
                       {0, count, sql::Call("unnest", {series}), Type::kLong}};
    block = OverQuery(std::make_shared<sql::Query>(*ToQuery(counted)));
    block.in_order = true;
    block.columns = {{out.id, name,
                      sql::Binary("+", sql::Column(first),
                                  sql::Binary("*", sql::Cast(sql::Column(count), "DOUBLE"), sql::Column(width))),
                      out.type}};
    return block;
  }
  block.in_order = true;
  if (from && to && step && !from->is_null() && !to->is_null() && !step->is_null()) {
    block.from = Function("generate_series",
                          {sql::Integer(from->integer()), sql::Integer(to->integer()), sql::Integer(step->integer())},
                          "series", {name});
    sql::ExprPtr column = sql::Column(name);
    if (out.type == Type::kInt) column = sql::Cast(column, type);
    block.columns = {{out.id, name, std::move(column), out.type}};
    return block;
  }
  Block none;
  const auto bound = [&](const ExprPtr& expr) { return sql::Cast(LowerExpr(*expr, none), "BIGINT"); };
  auto query = std::make_shared<sql::Query>();
  query->items.push_back({sql::Call("unnest", {sql::Call("generate_series", {bound(rel.range_from), bound(rel.range_to),
                                                                             bound(rel.range_step)})}),
                          name});
  block = OverQuery(std::move(query));
  block.in_order = true;
  sql::ExprPtr column = sql::Column(name);
  if (out.type == Type::kInt) column = sql::Cast(column, type);
  block.columns = {{out.id, name, std::move(column), out.type}};
  return block;
}

}  // namespace quarry

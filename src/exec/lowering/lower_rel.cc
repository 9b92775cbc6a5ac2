// Lowering of relational nodes: blocks, sharing, and the operators that fit into one SELECT.
#include <utility>

#include "exec/lowering/lowerer.h"

namespace quarry {

namespace {
std::shared_ptr<sql::Relation> Subrelation(sql::QueryPtr query) {
  auto relation = std::make_shared<sql::Relation>();
  relation->kind = sql::Relation::Kind::kSubquery;
  relation->query = std::move(query);
  return relation;
}

std::shared_ptr<sql::Relation> NamedTable(std::string name) {
  auto relation = std::make_shared<sql::Relation>();
  relation->kind = sql::Relation::Kind::kTable;
  relation->name = std::move(name);
  return relation;
}

bool IsBareColumn(const sql::Expr& e, const std::string& name) {
  return e.kind == sql::Expr::Kind::kColumn && e.name == name;
}

// Single-row and empty inputs are not worth a common table.
bool WorthSharing(const Rel& rel) {
  return rel.kind != Rel::Kind::kValues;
}
}  // namespace

void Lowerer::CountUses(const Rel& rel) {
  if (++uses_[&rel] > 1) return;
  for (const RelPtr& input : rel.inputs) CountUses(*input);
  struct Walk {
    static void In(Lowerer& lowerer, const Expr& expr) {
      if (expr.relation) lowerer.CountUses(*expr.relation);
      for (const ExprPtr& arg : expr.args) In(lowerer, *arg);
    }
  };
  ForEachExpr(rel, [&](const Expr& expr) { Walk::In(*this, expr); });
}

Result<sql::QueryPtr> Lowerer::Run(const RelPtr& plan) {
  CountUses(*plan);
  Block block = Lower(plan);
  // The output is stated in order; a block may hold its columns in another one.
  std::vector<BlockColumn> columns;
  for (const OutputColumn& column : plan->output) {
    const BlockColumn* found = block.Find(column.id);
    if (found == nullptr) {
      Fail("column `" + column.name + "` is not delivered");
      break;
    }
    columns.push_back(*found);
  }
  if (!error_.empty()) return Error{error_};
  block.columns = std::move(columns);
  if (options_.deterministic) MakeDeterministic(block);
  auto query = std::make_shared<sql::Query>(*ToQuery(block));
  query->with = std::move(with_);
  if (!error_.empty()) return Error{error_};
  return sql::QueryPtr(std::move(query));
}

Block Lowerer::Lower(const RelPtr& rel) {
  if (uses_[rel.get()] < 2 || !WorthSharing(*rel)) return LowerNode(rel);
  if (auto found = shared_.find(rel.get()); found != shared_.end()) return found->second;
  const bool scan_in_order = std::exchange(scan_in_order_, false);
  Block block = LowerNode(rel);
  scan_in_order_ = scan_in_order;
  Block outer;
  auto query = std::make_shared<sql::Query>(*ToQuery(block));
  outer.order = CarryOrder(block, query->items);
  if (!block.cut()) query->order_by.clear();
  for (const BlockColumn& c : block.columns) outer.columns.push_back({c.id, c.name, sql::Column(c.name), c.type});
  const std::string name = "shared" + std::to_string(with_.size() + 1);
  with_.push_back({name, std::move(query), true});
  outer.from = NamedTable(name);
  shared_.emplace(rel.get(), outer);
  return outer;
}

Block Lowerer::LowerNode(const RelPtr& rel) {
  // Only operators that hand on rows one by one, in order, keep the demand for an ordered scan alive.
  const bool streams =
      rel->kind == Rel::Kind::kScan || rel->kind == Rel::Kind::kProject || rel->kind == Rel::Kind::kUnnest;
  if (!streams) scan_in_order_ = false;
  switch (rel->kind) {
    case Rel::Kind::kScan:
      return LowerScan(*rel);
    case Rel::Kind::kValues:
      return LowerValues(rel);
    case Rel::Kind::kRange:
      return LowerRange(*rel);
    case Rel::Kind::kFilter:
      return LowerFilter(*rel);
    case Rel::Kind::kProject:
      return LowerProject(*rel);
    case Rel::Kind::kAggregate:
      return LowerAggregate(*rel);
    case Rel::Kind::kJoin:
      return LowerJoin(*rel);
    case Rel::Kind::kAsofJoin:
      return LowerAsofJoin(*rel);
    case Rel::Kind::kUnion:
      return LowerUnion(*rel);
    case Rel::Kind::kSort:
      return LowerSort(*rel);
    case Rel::Kind::kLimit:
      return LowerLimit(*rel);
    case Rel::Kind::kUnnest:
      return LowerUnnest(*rel);
    case Rel::Kind::kWindow:
      return LowerWindow(*rel);
  }
  return {};
}

sql::QueryPtr Lowerer::ToQuery(const Block& block) {
  auto query = std::make_shared<sql::Query>();
  for (const BlockColumn& c : block.columns) query->items.push_back({c.expr, c.name});
  if (query->items.empty()) query->items.push_back({sql::Integer(1), "_"});  // SQL knows no rows without columns
  query->from = block.from;
  query->where = block.where;
  query->order_by = block.order;
  if (block.limit) query->limit = sql::Integer(static_cast<int64_t>(*block.limit));
  if (block.offset) query->offset = sql::Integer(static_cast<int64_t>(block.offset));
  return query;
}

std::vector<sql::OrderItem> Lowerer::CarryOrder(const Block& block, std::vector<sql::SelectItem>& items) {
  std::vector<sql::OrderItem> carried;
  for (const sql::OrderItem& item : block.order) {
    std::string name;
    for (const BlockColumn& c : block.columns)
      if (c.expr == item.expr ||
          (item.expr->kind == sql::Expr::Kind::kColumn && IsBareColumn(*c.expr, item.expr->name)))
        name = c.name;
    if (name.empty()) {
      name = names_.Fresh("order");
      items.push_back({item.expr, name});
    }
    carried.push_back({sql::Column(name), item.descending, item.nulls});
  }
  return carried;
}

Block Lowerer::OverQuery(std::shared_ptr<sql::Query> query) {
  Block block;
  block.from = Subrelation(std::move(query));
  return block;
}

Block Lowerer::Wrap(Block block, bool keep_order) {
  auto query = std::make_shared<sql::Query>(*ToQuery(block));
  std::vector<sql::OrderItem> order;
  if (keep_order) order = CarryOrder(block, query->items);
  // Without a cut the order belongs to the outer query alone.
  if (!block.cut()) query->order_by.clear();
  Block outer = OverQuery(std::move(query));
  for (const BlockColumn& c : block.columns) outer.columns.push_back({c.id, c.name, sql::Column(c.name), c.type});
  outer.order = std::move(order);
  outer.in_order = block.in_order;
  return outer;
}

Block Lowerer::WithCheapColumns(Block block, const std::vector<const Expr*>& exprs) {
  std::vector<ColumnId> read;
  for (const Expr* expr : exprs) CollectColumns(*expr, read);
  for (ColumnId id : read) {
    const BlockColumn* column = block.Find(id);
    if (column != nullptr && !IsCheap(*column->expr)) return Wrap(std::move(block), true);
  }
  return block;
}

void Lowerer::MakeDeterministic(Block& block) {
  if (block.order.empty() && (block.in_order || block.from == nullptr)) return;
  if (block.cut()) return;  // done when it was cut
  std::vector<sql::OrderItem> order = block.order;
  for (const BlockColumn& c : block.columns) {
    bool there = false;
    for (const sql::OrderItem& item : block.order) there |= item.expr == c.expr || IsBareColumn(*item.expr, c.name);
    const bool constant = c.expr->kind != sql::Expr::Kind::kColumn && IsCheap(*c.expr);
    if (!there && !constant) order.push_back({sql::Column(c.name), false, sql::Null::kLast});
  }
  block.order = std::move(order);
}

void Lowerer::AddColumn(Block& block, const OutputColumn& column) {
  const std::string& name = names_.Of(column.id, column.name);
  block.columns.push_back({column.id, name, sql::Column(name), column.type});
}

Block Lowerer::LowerFilter(const Rel& rel) {
  Block block = Lower(rel.inputs[0]);
  if (block.cut()) block = Wrap(std::move(block), true);
  block = WithCheapColumns(std::move(block), {rel.predicate.get()});
  sql::ExprPtr predicate = LowerExpr(*rel.predicate, block);
  block.where = block.where ? sql::And(block.where, std::move(predicate)) : std::move(predicate);
  return block;
}

Block Lowerer::LowerProject(const Rel& rel) {
  Block block = Lower(rel.inputs[0]);
  // A computed column may move into the new SELECT once; read inside an expression or twice it is computed below.
  std::vector<ColumnId> bare;
  bool wrap = false;
  std::vector<const Expr*> computed;
  for (const NamedExpr& p : rel.projections) {
    if (p.expr->kind != Expr::Kind::kColumn) {
      computed.push_back(p.expr.get());
      continue;
    }
    const BlockColumn* column = block.Find(p.expr->column);
    const bool cheap = column == nullptr || IsCheap(*column->expr);
    for (ColumnId seen : bare) wrap |= !cheap && seen == p.expr->column;
    bare.push_back(p.expr->column);
  }
  block = wrap ? Wrap(std::move(block), true) : WithCheapColumns(std::move(block), computed);
  std::vector<BlockColumn> columns;
  for (const NamedExpr& p : rel.projections)
    columns.push_back({p.id, names_.Of(p.id, p.name), LowerExpr(*p.expr, block), p.expr->type});
  block.columns = std::move(columns);
  return block;
}

Block Lowerer::LowerSort(const Rel& rel) {
  Block block = Lower(rel.inputs[0]);
  if (block.cut()) block = Wrap(std::move(block), false);
  std::vector<const Expr*> keys;
  for (const SortKey& key : rel.sort_keys) keys.push_back(key.expr.get());
  block = WithCheapColumns(std::move(block), keys);
  block.order = LowerOrder(rel.sort_keys, block);
  if (rel.limit) {
    if (options_.deterministic) MakeDeterministic(block);
    block.limit = rel.limit;
  }
  return block;
}

Block Lowerer::LowerLimit(const Rel& rel) {
  // Rows of a plain scan are cut in the order of the input by one worker that stops early.
  scan_in_order_ = options_.deterministic;
  Block block = Lower(rel.inputs[0]);
  scan_in_order_ = false;
  if (block.cut()) block = Wrap(std::move(block), true);
  if (options_.deterministic) MakeDeterministic(block);
  block.limit = rel.limit;
  block.offset = rel.offset;
  return block;
}

Block Lowerer::LowerUnion(const Rel& rel) {
  std::vector<sql::QueryPtr> arms;
  for (size_t i = 0; i < rel.inputs.size(); ++i) {
    Block arm = Lower(rel.inputs[i]);
    if (arm.cut()) arm = Wrap(std::move(arm), false);
    arm.order.clear();
    std::vector<BlockColumn> columns;
    for (size_t k = 0; k < rel.output.size(); ++k) {
      const OutputColumn& out = rel.output[k];
      const BlockColumn* from = arm.Find(rel.union_columns[i][k]);
      if (from == nullptr) {
        Fail("an input of a union does not deliver `" + out.name + "`");
        return arm;
      }
      columns.push_back({out.id, names_.Of(out.id, out.name), from->expr, out.type});
    }
    arm.columns = std::move(columns);
    arms.push_back(ToQuery(arm));
  }
  if (arms.empty()) {
    Block none;
    none.where = sql::Bool(false);
    for (const OutputColumn& out : rel.output)
      none.columns.push_back({out.id, names_.Of(out.id, out.name),
                              sql::Cast(sql::NullLiteral(), std::string(DuckdbTypeName(out.type))), out.type});
    return none;
  }
  auto query = std::make_shared<sql::Query>(*arms[0]);
  query->union_all.assign(arms.begin() + 1, arms.end());
  Block block = OverQuery(std::move(query));
  for (const OutputColumn& out : rel.output) AddColumn(block, out);
  return block;
}

Result<sql::QueryPtr> LowerPlan(const RelPtr& plan, const LoweringOptions& options, NativeRegistry& registry) {
  return Lowerer(options, registry).Run(plan);
}

}  // namespace quarry

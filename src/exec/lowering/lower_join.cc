// Lowering of joins. Columns have one name each in the whole query, so that neither side needs an alias.
#include <utility>

#include "exec/lowering/lowerer.h"

namespace quarry {

namespace {
sql::JoinKind KindOf(JoinKind kind) {
  switch (kind) {
    case JoinKind::kInner:
      return sql::JoinKind::kInner;
    case JoinKind::kLeft:
      return sql::JoinKind::kLeft;
    case JoinKind::kRight:
      return sql::JoinKind::kRight;
    case JoinKind::kFull:
      return sql::JoinKind::kFull;
    case JoinKind::kLeftSemi:
    case JoinKind::kRightSemi:
      return sql::JoinKind::kSemi;
    case JoinKind::kLeftAnti:
    case JoinKind::kRightAnti:
      return sql::JoinKind::kAnti;
  }
  return sql::JoinKind::kInner;
}

sql::ExprPtr AndAlso(sql::ExprPtr all, sql::ExprPtr term) {
  return all ? sql::And(std::move(all), std::move(term)) : std::move(term);
}
}  // namespace

Block Lowerer::LowerJoin(const Rel& rel) {
  Block left = Wrap(Lower(rel.inputs[0]), false);
  Block right = Wrap(Lower(rel.inputs[1]), false);
  sql::ExprPtr on;
  for (const JoinKey& key : rel.join_keys)
    on = AndAlso(std::move(on), sql::Binary("=", LowerExpr(*key.left, left), LowerExpr(*key.right, right)));
  if (rel.residual) {
    Block both;
    both.columns = left.columns;
    both.columns.insert(both.columns.end(), right.columns.begin(), right.columns.end());
    on = AndAlso(std::move(on), LowerExpr(*rel.residual, both));
  }
  const bool right_side = rel.join == JoinKind::kRightSemi || rel.join == JoinKind::kRightAnti;
  const bool one_side = right_side || rel.join == JoinKind::kLeftSemi || rel.join == JoinKind::kLeftAnti;
  auto join = std::make_shared<sql::Relation>();
  join->kind = sql::Relation::Kind::kJoin;
  join->join = KindOf(rel.join);
  join->left = right_side ? right.from : left.from;
  join->right = right_side ? left.from : right.from;
  join->on = on ? std::move(on) : sql::Bool(true);
  if (rel.join == JoinKind::kInner && rel.join_keys.empty() && !rel.residual) {
    join->join = sql::JoinKind::kCross;
    join->on = nullptr;
  }
  Block block;
  block.from = std::move(join);
  block.columns = right_side ? right.columns : left.columns;
  if (!one_side) block.columns.insert(block.columns.end(), right.columns.begin(), right.columns.end());
  return block;
}

// Of right rows with the same keys and time DuckDB would take whichever comes first; here it is the least by its
// columns.
Block Lowerer::WithoutTies(const Rel& rel, Block right) {
  std::vector<sql::ExprPtr> same;
  for (const JoinKey& key : rel.join_keys) same.push_back(LowerExpr(*key.right, right));
  same.push_back(LowerExpr(*rel.right_time, right));
  std::vector<sql::OrderItem> order;
  for (const BlockColumn& c : right.columns) {
    bool is_key = false;
    for (const sql::ExprPtr& key : same) is_key |= key == c.expr;
    if (!is_key) order.push_back({c.expr, false, sql::Null::kLast});
  }
  auto query = std::make_shared<sql::Query>(*ToQuery(right));
  query->qualify =
      sql::Binary("=", sql::Window(sql::Call("row_number", {}), std::move(same), std::move(order)), sql::Integer(1));
  Block block = OverQuery(std::move(query));
  for (const BlockColumn& c : right.columns) block.columns.push_back({c.id, c.name, sql::Column(c.name), c.type});
  return block;
}

Block Lowerer::LowerAsofJoin(const Rel& rel) {
  if (rel.residual) Fail("an asof join takes no further condition");
  Block left = Wrap(Lower(rel.inputs[0]), false);
  Block right = Wrap(Lower(rel.inputs[1]), false);
  if (options_.deterministic) right = WithoutTies(rel, std::move(right));
  sql::ExprPtr on;
  for (const JoinKey& key : rel.join_keys)
    on = AndAlso(std::move(on), sql::Binary("=", LowerExpr(*key.left, left), LowerExpr(*key.right, right)));
  const sql::ExprPtr left_time = LowerExpr(*rel.left_time, left);
  const sql::ExprPtr right_time = LowerExpr(*rel.right_time, right);
  const sql::ExprPtr latest = rel.tolerance == 0 ? left_time : sql::Binary("+", left_time, sql::Integer(rel.tolerance));
  on = AndAlso(std::move(on), sql::Binary(">=", latest, right_time));
  auto join = std::make_shared<sql::Relation>();
  join->kind = sql::Relation::Kind::kJoin;
  join->join = sql::JoinKind::kAsofLeft;
  join->left = left.from;
  join->right = right.from;
  join->on = std::move(on);
  Block block;
  block.from = std::move(join);
  block.columns = left.columns;
  // DuckDB finds the newest partner whatever its age; one that is too old is none.
  const sql::ExprPtr fresh = sql::Binary(">=", right_time, sql::Binary("-", left_time, sql::Integer(rel.max_age)));
  for (const BlockColumn& c : right.columns)
    block.columns.push_back({c.id, c.name, sql::Case({fresh, c.expr}, nullptr), c.type});
  return Wrap(std::move(block), false);
}

}  // namespace quarry

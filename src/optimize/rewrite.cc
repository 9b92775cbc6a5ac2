#include "optimize/rewrite.h"

namespace quarry {

bool IsMovable(const Expr& expr) {
  return !HasRelation(expr) && IsDeterministic(expr);
}

bool ReadsOnly(const Expr& expr, const std::vector<OutputColumn>& columns) {
  std::vector<ColumnId> read;
  CollectColumns(expr, read);
  for (ColumnId id : read) {
    bool found = false;
    for (const OutputColumn& column : columns) found |= column.id == id;
    if (!found) return false;
  }
  return true;
}

namespace {
void Count(const Rel& rel, std::unordered_map<const Rel*, int>& uses);
void CountIn(const Expr& expr, std::unordered_map<const Rel*, int>& uses) {
  if (!HasRelation(expr)) return;
  if (expr.relation) Count(*expr.relation, uses);
  for (const ExprPtr& arg : expr.args) CountIn(*arg, uses);
}
void Count(const Rel& rel, std::unordered_map<const Rel*, int>& uses) {
  if (++uses[&rel] > 1) return;
  for (const RelPtr& input : rel.inputs) Count(*input, uses);
  ForEachExpr(rel, [&](const Expr& expr) { CountIn(expr, uses); });
}
}  // namespace

std::unordered_map<const Rel*, int> CountUses(const Rel& plan) {
  std::unordered_map<const Rel*, int> uses;
  Count(plan, uses);
  return uses;
}

RelPtr MakeEmpty(const Rel& like) {
  return MakeValues(like.output, {}, like.span);
}

bool IsEmpty(const Rel& rel) {
  return rel.kind == Rel::Kind::kValues && rel.rows.empty();
}

std::shared_ptr<Rel> OwnCopy(RelPtr node) {
  // Nodes are made as what can be changed; they are constant for those who share them.
  return node.use_count() == 1 ? std::const_pointer_cast<Rel>(std::move(node)) : std::make_shared<Rel>(*node);
}

}  // namespace quarry

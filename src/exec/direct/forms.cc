// Entries: CountUses, HasDirectForm, IsOnlyForLittle.
#include "exec/direct/forms.h"

#include <algorithm>

#include "exec/direct/aggregation.h"
#include "exec/direct/operators.h"
#include "exec/direct/subqueries.h"
#include "plan/evaluator.h"

namespace quarry::direct {

namespace {

constexpr size_t kMostValues = 100'000;

void Count(const Rel& rel, NodeUses& uses);
void CountIn(const Expr& expr, NodeUses& uses) {
  if (!HasRelation(expr)) return;
  if (expr.relation) Count(*expr.relation, uses);
  for (const ExprPtr& arg : expr.args) CountIn(*arg, uses);
}
void Count(const Rel& rel, NodeUses& uses) {
  if (++uses[&rel] > 1) return;
  for (const RelPtr& input : rel.inputs) Count(*input, uses);
  ForEachExpr(rel, [&](const Expr& expr) { CountIn(expr, uses); });
}

bool CanResolveAll(const Expr& expr) {
  return (!expr.relation || CanResolve(expr)) &&
         std::all_of(expr.args.begin(), expr.args.end(), [](const ExprPtr& arg) { return CanResolveAll(*arg); });
}

bool HasDirectForm(const ExprPtr& expr) {
  return HasRelation(*expr) ? CanResolveAll(*expr) && CanEvaluate(*WithoutSubqueries(expr)) : CanEvaluate(*expr);
}

// Zeros have two signs, and either side's may be shown for both.
bool HasComparableKeys(const Rel& join) {
  return std::none_of(join.join_keys.begin(), join.join_keys.end(),
                      [](const JoinKey& key) { return key.left->type == Type::kReal; });
}

bool HasKindOfForm(const Rel& node) {
  switch (node.kind) {
    case Rel::Kind::kValues:
      return node.rows.size() <= kMostValues;
    case Rel::Kind::kScan:
    case Rel::Kind::kFilter:
    case Rel::Kind::kProject:
    case Rel::Kind::kSort:
    case Rel::Kind::kUnion:
      return true;
    case Rel::Kind::kJoin:
      return HasComparableKeys(node);
    case Rel::Kind::kLimit:
      return node.limit.has_value();
    case Rel::Kind::kAggregate:
      return AggregationOf(node).has_value();
    case Rel::Kind::kAsofJoin:
      return HasComparableKeys(node) && node.residual == nullptr;
    case Rel::Kind::kUnnest:
      return CanUnnest(node);
    case Rel::Kind::kWindow:
      return CanWindow(node);
    case Rel::Kind::kRange:
      return false;
  }
  return false;
}

}  // namespace

NodeUses CountUses(const Rel& plan) {
  NodeUses uses;
  Count(plan, uses);
  return uses;
}

bool HasDirectForm(const Rel& node) {
  bool all = HasKindOfForm(node);
  ForEachExprPointer(node, [&](const ExprPtr& expr) { all = all && HasDirectForm(expr); });
  return all;
}

bool IsOnlyForLittle(const Rel& node, int uses) {
  bool little = uses > 1 && node.kind != Rel::Kind::kValues;
  ForEachExpr(node, [&](const Expr& expr) { little |= HasRelation(expr); });
  switch (node.kind) {
    case Rel::Kind::kJoin:
    case Rel::Kind::kAsofJoin:
    case Rel::Kind::kUnnest:
    case Rel::Kind::kWindow:
      return true;
    case Rel::Kind::kAggregate:
      return little || !AggregationOf(node)->HasParts();
    default:
      return little;
  }
}

}  // namespace quarry::direct

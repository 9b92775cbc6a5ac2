// merge_projects: a projection over a projection becomes one, where no computation is repeated.
#include "optimize/rewrite.h"
#include "optimize/rule.h"

namespace quarry {

namespace {

bool IsCheap(const Expr& expr) {
  return expr.kind == Expr::Kind::kColumn || expr.is_literal();
}

RelPtr Merge(const RelPtr& rel, const SharedNodes& shared) {
  if (rel->kind != Rel::Kind::kProject) return rel;
  const RelPtr& inner = rel->inputs[0];
  if (inner->kind != Rel::Kind::kProject || shared.Has(inner)) return rel;
  std::vector<ColumnId> read;
  for (const NamedExpr& p : rel->projections) CollectColumns(*p.expr, read);
  std::unordered_map<ColumnId, int> uses;
  for (ColumnId id : read) ++uses[id];
  for (const NamedExpr& p : inner->projections)
    if (!IsCheap(*p.expr) && uses[p.id] > 1) return rel;
  std::vector<ExprPtr> exprs;
  for (const NamedExpr& p : rel->projections) exprs.push_back(p.expr);
  exprs = ReplaceColumns(exprs, [&](ColumnId id) -> ExprPtr {
    for (const NamedExpr& below : inner->projections)
      if (below.id == id) return below.expr;
    return nullptr;
  });
  std::vector<NamedExpr> merged;
  for (size_t i = 0; i < exprs.size(); ++i)
    merged.push_back({rel->projections[i].id, rel->projections[i].name, std::move(exprs[i])});
  return MakeProject(inner->inputs[0], std::move(merged), rel->span);
}

RelPtr Apply(const RelPtr& plan, ColumnIds&) {
  return RewriteBottomUp(plan, Merge);
}

}  // namespace

QUARRY_DEFINE(RuleDef, kMergeProjects) = {
    .name = "merge_projects",
    .doc = "Joins neighbouring projections into one, where no computation is repeated by it.",
    .order = 40,
    .apply = Apply,
};

}  // namespace quarry

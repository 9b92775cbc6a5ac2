// prune_empty: filters that are decided, relations without rows, and what stands over them.
#include "optimize/rewrite.h"
#include "optimize/rule.h"

namespace quarry {

namespace {

// Join of which one side has no rows.
RelPtr PruneJoin(const RelPtr& rel) {
  const bool left_empty = IsEmpty(*rel->inputs[0]);
  const bool right_empty = IsEmpty(*rel->inputs[1]);
  if (!left_empty && !right_empty) return rel;
  switch (rel->join) {
    case JoinKind::kInner:
    case JoinKind::kLeftSemi:
    case JoinKind::kRightSemi:
      return MakeEmpty(*rel);
    case JoinKind::kLeft:
      return left_empty ? MakeEmpty(*rel) : rel;
    case JoinKind::kRight:
      return right_empty ? MakeEmpty(*rel) : rel;
    case JoinKind::kFull:
      return left_empty && right_empty ? MakeEmpty(*rel) : rel;
    case JoinKind::kLeftAnti:
      return rel->inputs[0];
    case JoinKind::kRightAnti:
      return rel->inputs[1];
  }
  return rel;
}

RelPtr PruneUnion(const RelPtr& rel) {
  std::vector<RelPtr> inputs;
  std::vector<std::vector<ColumnId>> columns;
  for (size_t i = 0; i < rel->inputs.size(); ++i) {
    if (IsEmpty(*rel->inputs[i])) continue;
    inputs.push_back(rel->inputs[i]);
    columns.push_back(rel->union_columns[i]);
  }
  if (inputs.empty()) return MakeEmpty(*rel);
  if (inputs.size() == 1) {
    std::vector<NamedExpr> projections;
    for (size_t k = 0; k < rel->output.size(); ++k)
      projections.push_back({rel->output[k].id, rel->output[k].name, MakeColumn(columns[0][k], rel->output[k].type)});
    return MakeProject(inputs[0], std::move(projections), rel->span);
  }
  if (inputs.size() == rel->inputs.size()) return rel;
  return MakeUnion(std::move(inputs), rel->output, std::move(columns), rel->span);
}

RelPtr Prune(const RelPtr& rel, const SharedNodes&) {
  switch (rel->kind) {
    case Rel::Kind::kFilter:
      if (rel->predicate->is_literal()) {
        const Value& value = rel->predicate->literal;
        return !value.is_null() && value.boolean() ? rel->inputs[0] : MakeEmpty(*rel);
      }
      break;
    case Rel::Kind::kLimit:
      if (*rel->limit == 0) return MakeEmpty(*rel);
      break;
    case Rel::Kind::kJoin:
      return PruneJoin(rel);
    case Rel::Kind::kAsofJoin:
      return IsEmpty(*rel->inputs[0]) ? MakeEmpty(*rel) : rel;
    case Rel::Kind::kUnion:
      return PruneUnion(rel);
    case Rel::Kind::kAggregate:
      if (rel->keys.empty()) return rel;
      break;
    default:
      break;
  }
  if (rel->inputs.size() == 1 && IsEmpty(*rel->inputs[0])) return MakeEmpty(*rel);
  return rel;
}

RelPtr Apply(const RelPtr& plan, ColumnIds&) {
  return RewriteBottomUp(plan, Prune);
}

}  // namespace

QUARRY_DEFINE(RuleDef, kPruneEmpty) = {
    .name = "prune_empty",
    .doc = "Removes filters that are always true, and everything that cannot deliver a row.",
    .order = 30,
    .apply = Apply,
};

}  // namespace quarry

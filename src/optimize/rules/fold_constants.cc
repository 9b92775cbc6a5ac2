// fold_constants: constant parts of expressions become literals.
#include "optimize/rewrite.h"
#include "optimize/rule.h"
#include "plan/evaluator.h"

namespace quarry {

namespace {
RelPtr Apply(const RelPtr& plan, ColumnIds&) {
  return RewriteBottomUp(plan, [](const RelPtr& rel, const SharedNodes&) { return MapExprs(rel, FoldConstants); });
}
}  // namespace

QUARRY_DEFINE(RuleDef, kFoldConstants) = {
    .name = "fold_constants",
    .doc = "Evaluates the constant parts of expressions once, and simplifies conditions that they decide.",
    .order = 10,
    .apply = Apply,
};

}  // namespace quarry

// push_filter_into_scan: the conditions over a scan that run natively are checked by the scan itself, before a row
// reaches DuckDB. The scan's predicate is exact: nothing is checked twice.
#include "optimize/rewrite.h"
#include "optimize/rule.h"
#include "plan/evaluator.h"

namespace quarry {

namespace {

RelPtr Push(const RelPtr& rel, const SharedNodes& shared) {
  if (rel->kind != Rel::Kind::kFilter || rel->inputs[0]->kind != Rel::Kind::kScan || shared.Has(rel->inputs[0]))
    return rel;
  const RelPtr& scan = rel->inputs[0];
  std::vector<ExprPtr> terms, native, rest;
  SplitAnd(rel->predicate, terms);
  for (ExprPtr& term : terms) (IsMovable(*term) && CanEvaluate(*term) ? native : rest).push_back(std::move(term));
  if (native.empty()) return rel;
  std::vector<ExprPtr> all;
  if (scan->scan_predicate) SplitAnd(scan->scan_predicate, all);
  all.insert(all.end(), native.begin(), native.end());
  auto copy = std::make_shared<Rel>(*scan);
  copy->scan_predicate = MakeAnd(std::move(all));
  if (rest.empty()) return copy;
  return MakeFilter(std::move(copy), MakeAnd(std::move(rest)), rel->span);
}

RelPtr Apply(const RelPtr& plan, ColumnIds&) {
  return RewriteBottomUp(plan, Push);
}

}  // namespace

QUARRY_DEFINE(RuleDef, kPushFilterIntoScan) = {
    .name = "push_filter_into_scan",
    .doc = "Lets a scan check the conditions on its rows itself, natively, before they reach DuckDB.",
    .order = 100,
    .apply = Apply,
};

}  // namespace quarry

// share_equal_groups: groupings that compute the same are computed once. A query that names one of its tables several
// times (a base for rarity and for the rows themselves) is bound to a copy for each place; when the copies group, their
// rows are few beside the events, and one pass over the data feeds them all.
//
// Only groupings: what streams rows is as large as the data, and keeping that would cost more than reading it again.
#include <unordered_map>

#include "optimize/rewrite.h"
#include "optimize/rule.h"
#include "plan/same_plan.h"

namespace quarry {

namespace {

class Sharer {
 public:
  RelPtr Run(const RelPtr& rel) {
    if (const auto known = done_.find(rel.get()); known != done_.end()) return known->second;
    RelPtr result = rel->kind == Rel::Kind::kAggregate && ReadsData(*rel) ? Shared(rel) : nullptr;
    if (!result) result = Rewritten(rel);
    done_.emplace(rel.get(), result);
    return result;
  }

 private:
  // The largest equal part wins: a node is compared before its inputs are.
  RelPtr Shared(const RelPtr& rel) {
    for (const RelPtr& other : groups_) {
      if (!SamePlans().Same(*other, *rel)) continue;
      std::vector<NamedExpr> columns;
      for (size_t i = 0; i < rel->output.size(); ++i)
        columns.push_back({rel->output[i].id, rel->output[i].name,
                           MakeColumn(other->output[i].id, other->output[i].type, rel->span)});
      return MakeProject(Run(other), std::move(columns), rel->span);
    }
    groups_.push_back(rel);
    return nullptr;
  }

  RelPtr Rewritten(const RelPtr& rel) {
    std::vector<RelPtr> inputs;
    bool changed = false;
    for (const RelPtr& input : rel->inputs) {
      inputs.push_back(Run(input));
      changed |= inputs.back() != input;
    }
    return MapExprs(changed ? WithInputs(rel, std::move(inputs)) : rel, [this](const ExprPtr& expr) {
      return MapRelations(expr, [this](const RelPtr& relation) { return Run(relation); });
    });
  }

  bool ReadsData(const Rel& rel) {
    if (rel.kind == Rel::Kind::kScan) return true;
    const auto [at, added] = reads_.emplace(&rel, false);
    if (!added) return at->second;
    bool reads = false;
    for (const RelPtr& input : rel.inputs) reads |= ReadsData(*input);
    return reads_[&rel] = reads;
  }

  std::vector<RelPtr> groups_;
  std::unordered_map<const Rel*, RelPtr> done_;
  std::unordered_map<const Rel*, bool> reads_;
};

RelPtr Apply(const RelPtr& plan, ColumnIds&) {
  return Sharer().Run(plan);
}

}  // namespace

QUARRY_DEFINE(RuleDef, kShareEqualGroups) = {
    .name = "share_equal_groups",
    .doc = "Computes groupings that are the same once, however often the query states them.",
    .order = 5,
    .apply = Apply,
};

}  // namespace quarry

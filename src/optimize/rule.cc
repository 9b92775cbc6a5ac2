// Optimize: runs the registered rules in their order.
#include "optimize/rule.h"

#include <algorithm>

#include "base/check.h"

namespace quarry {

RelPtr Optimize(RelPtr plan, ColumnIds& ids, const OptimizeOptions& options) {
  if (!options.enabled) return plan;
  std::vector<const RuleDef*> rules(AllOptimizerRules().begin(), AllOptimizerRules().end());
  std::sort(rules.begin(), rules.end(), [](const RuleDef* a, const RuleDef* b) { return a->order < b->order; });
  const auto apply = [&](const RuleDef& rule) {
    RelPtr next = rule.apply(plan, ids);
    if (next == plan) return false;
    plan = std::move(next);
    if (options.validate) QUARRY_CHECK(ValidatePlan(*plan).empty());
    return true;
  };
  // What one rule does lets another do more; plans settle in two or three rounds.
  constexpr int kRounds = 4;
  for (int round = 0; round < kRounds; ++round) {
    bool changed = false;
    for (const RuleDef* rule : rules)
      if (rule->order < kScanRules) changed |= apply(*rule);
    if (!changed) break;
  }
  for (const RuleDef* rule : rules)
    if (rule->order >= kScanRules && (options.prefilter || !rule->skips_records)) apply(*rule);
  return plan;
}

}  // namespace quarry

// Tune: counts, examples and advice.
#include "packs/tuning.h"

#include <algorithm>
#include <iterator>
#include <set>

#include "packs/expected_finding.h"

namespace quarry {
namespace {

constexpr size_t kExamples = 3;
constexpr size_t kManyDomains = 10;  // an exclusion that covers so many names no list of tenants

std::vector<std::string> Examples(const std::vector<Finding>& findings, const std::vector<size_t>& numbers) {
  std::map<std::string, size_t> counts;
  for (const size_t number : numbers) ++counts[FindingKey(findings[number])];
  std::vector<std::pair<std::string, size_t>> sorted(counts.begin(), counts.end());
  std::stable_sort(sorted.begin(), sorted.end(), [](const auto& a, const auto& b) { return a.second > b.second; });
  std::vector<std::string> examples;
  for (size_t i = 0; i < sorted.size() && i < kExamples; ++i)
    examples.push_back(sorted[i].first + (sorted[i].second > 1 ? " × " + std::to_string(sorted[i].second) : ""));
  return examples;
}

std::vector<std::string> Advice(const std::vector<Finding>& findings, const ExclusionOutcome& outcome,
                                const std::vector<ExclusionOutcome>& outcomes) {
  std::vector<std::string> advice;
  if (outcome.matched.empty()) {
    advice.push_back(outcome.kept.empty() ? "idle: its condition holds for nothing in this data"
                                          : "idle: its keep_if keeps all that its condition holds for");
    return advice;
  }
  std::set<std::string> domains;
  std::map<const FindingRule*, size_t> by_rule, all_of_rule;
  for (const Finding& finding : findings) ++all_of_rule[finding.rule];
  for (const size_t number : outcome.matched) {
    domains.emplace(EntityValue(findings[number], "domain"));
    ++by_rule[findings[number].rule];
  }
  const Exclusion& exclusion = *outcome.exclusion;
  const bool by_shape = exclusion.when.find("TenantsPerHour") != std::string::npos;
  const bool by_tenant = exclusion.when.find("Tenant ") != std::string::npos;
  if (domains.size() >= kManyDomains && !by_shape && !by_tenant)
    advice.push_back("too broad: it covers " + std::to_string(domains.size()) + " host names; list the tenants");
  for (const auto& [rule, count] : by_rule) {
    const size_t all = all_of_rule[rule];
    if (count * 2 > all && all >= kManyDomains)
      advice.push_back("too broad: " + std::to_string(count) + " of " + std::to_string(all) + " findings of " +
                       rule->id);
  }
  for (const ExclusionOutcome& other : outcomes) {
    if (&other == &outcome) continue;
    std::vector<size_t> both;
    std::set_intersection(outcome.matched.begin(), outcome.matched.end(), other.matched.begin(), other.matched.end(),
                          std::back_inserter(both));
    if (!both.empty())
      advice.push_back("overlaps " + other.exclusion->id + " in " + std::to_string(both.size()) +
                       (both.size() == 1 ? " finding" : " findings"));
  }
  return advice;
}

}  // namespace

Tuning Tune(const std::vector<Finding>& findings, const std::vector<ExclusionOutcome>& outcomes) {
  Tuning tuning;
  std::set<size_t> suppressed, lowered, tagged;
  for (const ExclusionOutcome& outcome : outcomes) {
    TunedExclusion& tuned = tuning.exclusions.emplace_back();
    tuned.exclusion = outcome.exclusion;
    tuned.status = outcome.status;
    tuned.reason = outcome.reason;
    tuned.matched = outcome.matched.size();
    tuned.kept = outcome.kept.size();
    if (outcome.status != ExclusionOutcome::Status::kActive) continue;
    tuned.examples = Examples(findings, outcome.matched);
    tuned.advice = Advice(findings, outcome, outcomes);
    std::set<size_t>& affected = outcome.exclusion->effect == Exclusion::Effect::kSuppress ? suppressed
                                 : outcome.exclusion->effect == Exclusion::Effect::kLower  ? lowered
                                                                                           : tagged;
    affected.insert(outcome.matched.begin(), outcome.matched.end());
  }
  std::map<std::string, TunedRule> rules;
  for (size_t i = 0; i < findings.size(); ++i) {
    TunedRule& rule = rules[findings[i].rule->id];
    rule.id = findings[i].rule->id;
    rule.title = findings[i].rule->title;
    ++rule.before;
    rule.suppressed += suppressed.count(i);
    if (suppressed.count(i)) continue;
    rule.lowered += lowered.count(i);
    rule.tagged += tagged.count(i);
  }
  for (auto& [id, rule] : rules) tuning.rules.push_back(std::move(rule));
  return tuning;
}

}  // namespace quarry

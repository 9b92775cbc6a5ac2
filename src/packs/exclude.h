// Exclusions over findings: which findings each exclusion's condition holds for, which of those it has to keep, and the
// effect on the rest.
// Thread rule: one thread a call.
#pragma once

#include <string>
#include <vector>

#include "engine/engine.h"
#include "packs/exclusion.h"

namespace quarry {

struct ExclusionOutcome {
  enum class Status : uint8_t { kActive, kInactive, kExpired, kRefused };
  const Exclusion* exclusion = nullptr;
  Status status = Status::kActive;
  std::string reason;  // kInactive, kExpired, kRefused: one line
  // Of the findings handed in, by index, ascending. `kept`: the condition holds, and `keep_if` too.
  std::vector<size_t> matched, kept;
};

struct ExclusionOptions {
  int64_t now = 0;           // ticks; for `expires`
  bool expired_too = false;  // tests of exclusions outlive them
  const Exclusion* only = nullptr;
};

// One outcome an exclusion, in the order of the sets. `telemetry` is asked for what the conditions need.
// REQUIRES: the sets outlive the outcomes.
std::vector<ExclusionOutcome> MatchExclusions(Engine& telemetry, const std::vector<const ExclusionSet*>& sets,
                                              const std::vector<Finding>& findings, const ExclusionOptions& options);

// Whether the rule is one of those that the exclusion's scope names.
bool RuleInScope(const Exclusion& exclusion, const FindingRule& rule);

// Binds `when` and `keep_if` of each exclusion, without findings; what cannot be run is an error at its place.
void CheckConditions(const ExclusionSet& set, DiagnosticList& diagnostics);

struct ExcludedFinding {
  Finding finding;
  const Exclusion* exclusion = nullptr;
};

// Suppressed findings move to `excluded`, by the first exclusion that holds; others lose a level or gain a tag.
void ApplyExclusions(const std::vector<ExclusionOutcome>& outcomes, std::vector<Finding>& findings,
                     std::vector<ExcludedFinding>& excluded);

}  // namespace quarry

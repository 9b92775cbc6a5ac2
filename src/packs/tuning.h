// Tuning: what exclusions do to the findings of some data, and what is wrong with that.
// Thread rule: one thread.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "packs/exclude.h"

namespace quarry {

struct TunedExclusion {
  const Exclusion* exclusion = nullptr;
  ExclusionOutcome::Status status = ExclusionOutcome::Status::kActive;
  std::string reason;  // why it is not active
  size_t matched = 0, kept = 0;
  std::vector<std::string> examples;  // keys of matched findings, the most frequent first
  std::vector<std::string> advice;    // idle, too broad, overlapping
};

struct TunedRule {
  std::string id, title;
  size_t before = 0, suppressed = 0, lowered = 0, tagged = 0;
  size_t remaining() const { return before - suppressed; }
};

struct Tuning {
  std::vector<TunedExclusion> exclusions;
  std::vector<TunedRule> rules;  // that found something, by id
};

// `findings` as they are before exclusions; the outcomes' numbers are theirs.
Tuning Tune(const std::vector<Finding>& findings, const std::vector<ExclusionOutcome>& outcomes);

}  // namespace quarry

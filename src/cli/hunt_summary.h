// What `quarry hunt` says on stderr when it is done: what was read, what became of the rules, what was found.
// Thread rule: one thread.
#pragma once

#include <cstdio>

#include "engine/engine.h"
#include "packs/hunt.h"
#include "packs/rule_set.h"

namespace quarry {

struct RuleCounts {
  size_t loaded = 0;
  size_t skipped = 0;  // not loaded
  size_t fired = 0, quiet = 0, no_data = 0;
  size_t refused = 0;  // loaded, and then found wrong or unsupported over this data
  size_t failed = 0;   // while running
};
RuleCounts CountRules(const RuleSet& rules, const HuntResult& result);

void PrintHuntSummary(std::FILE* out, Engine& engine, const RuleSet& rules, const HuntResult& result);

}  // namespace quarry

// Hunt: runs a rule set over the engine's inputs and gathers findings. Rules that cannot be bound or run are outcomes
// with a reason; the others go on.
// Thread rule: one thread; the engine uses its own.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "engine/engine.h"
#include "packs/exclude.h"
#include "packs/rule_set.h"

namespace quarry {

struct RuleOutcome {
  enum class Status : uint8_t { kFired, kQuiet, kNoData, kRefused, kFailed };
  const HuntRule* rule = nullptr;
  Status status = Status::kQuiet;
  size_t findings = 0;  // before exclusions
  uint32_t line = 0;    // kRefused: where in the file
  std::string reason;   // kNoData, kRefused, kFailed: one line
};

struct HuntResult {
  std::vector<Finding> findings;  // sorted, after exclusions
  std::vector<ExcludedFinding> excluded;
  std::vector<ExclusionOutcome> exclusions;  // the findings' numbers are those before exclusions
  std::vector<RuleOutcome> outcomes;         // in the order of the rules
  DiagnosticList warnings;                   // of all rules, over the engine's sources
  ScanStatistics statistics;                 // of the input: every pass reads the same
  std::vector<ScanReport> scans;             // of every pass; their sources say for which rules
  bool interrupted = false;
};

struct HuntOptions {
  int threads = 0;  // of the shared pass; 0: all cores
  const std::atomic<bool>* cancelled = nullptr;
  std::function<void(size_t done, size_t all)> progress;  // may be empty
  std::function<bool(const RuleText&)> only;              // which of the rules; empty: all
  std::optional<int64_t> now;                             // for the end of exclusions; unset: the wall clock
  bool exclude = true;                                    // match the exclusions of the rule set
  bool apply = true;                                      // and apply them
};

// REQUIRES: `rules` outlives the result.
HuntResult Hunt(Engine& engine, const RuleSet& rules, const HuntOptions& options);

}  // namespace quarry

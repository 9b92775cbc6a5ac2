// RuleSet: detection rules of any kind, loaded from files, folders and packs, with what each finding of a rule needs.
// What could not be loaded is listed with its reason, never dropped.
// Ownership: the set owns texts and rules; addresses are stable. Thread rule: loaded by one thread, then read by any.
#pragma once

#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/engine.h"
#include "findings/finding.h"
#include "packs/exclusion.h"

namespace quarry {

// Sentinel's trigger: a rule fires when its number of rows compares so.
struct RowThreshold {
  enum class Op : uint8_t { kGreater, kLess, kEqual, kNotEqual };
  Op op = Op::kGreater;
  uint64_t rows = 0;
  bool Reached(uint64_t count) const;
};

struct HuntRule {
  FindingRule info;
  Confidence confidence = Confidence::kMedium;
  std::optional<RowThreshold> threshold;
  bool hunt_only = false;  // for people to look at; not an alert
};

// A query text with its rules: one, or for Sigma collections several, in the order of the text.
struct RuleText {
  Lang lang = Lang::kKql;
  std::string path;
  std::string text;
  uint32_t first_line = 1;  // of `text` in the file
  std::deque<HuntRule> rules;
};

struct SkippedRule {
  std::string path;
  uint32_t line = 0;   // 0: the file as a whole
  std::string title;   // of the rule, when it is known
  std::string reason;  // one line
};

struct RuleSet {
  std::deque<RuleText> texts;
  std::vector<SkippedRule> skipped;
  std::vector<std::string> ignored;     // YAML files that hold no rule of any known kind
  std::vector<std::string> problems;    // paths that do not exist or cannot be read
  std::deque<ExclusionSet> exclusions;  // of packs, and those that the user named
  size_t left_out = 0;                  // rules that the user did not want (level, language)
  size_t size() const;
};

// Files, folders (recursively, sorted by name, hidden entries left out) and packs (folders with a pack.yaml).
RuleSet LoadRules(const std::vector<std::string>& paths);

// Adds what was wrong to `problems`: a finding must not be excluded by half of a file.
void AddExclusions(ExclusionSet exclusions, const DiagnosticList& diagnostics, const SourceMap& sources, RuleSet& set);

// Reasons with the quoted parts taken out, so that one cause is one group: "placeholder `…` has no values".
std::string ReasonGroup(std::string_view reason);

}  // namespace quarry

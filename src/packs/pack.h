// Pack: a folder with a detection package: pack.yaml (what it is, for whom, what it needs and misses), rules in any
// language, and tests.
// Thread rule: values.
#pragma once

#include <string>
#include <vector>

#include "diag/diagnostic.h"
#include "packs/rule_set.h"

namespace quarry {

struct PackRule {
  std::string file;       // below the pack's folder
  std::string id, title;  // "": as the file says
  std::optional<Level> level;
  std::optional<Confidence> confidence;
  std::vector<std::string> attack;
  bool hunt_only = false;  // kind: hunt
  bool enabled = true;     // false: kept for comparison, run only when named
  Span span;
};

struct Pack {
  std::string folder;
  std::string id, title, version, status, author, date, goal, description, technical_context;
  std::vector<std::string> attributed, observed;  // ATT&CK
  Level severity = Level::kMedium;
  Confidence confidence = Confidence::kMedium;
  std::vector<std::string> data_sources, tables, false_positives, blind_spots, triage, response, references;
  std::vector<PackRule> rules;
};

bool IsPackFolder(const std::string& path);
// Reads folder/pack.yaml into `sources`. Unknown and missing members are errors.
FailureOr<Pack> LoadPack(const std::string& folder, SourceMap& sources, DiagnosticList& diagnostics);
// Adds the enabled rules of the pack to `set`.
void AddPackRules(const std::string& folder, RuleSet& set);
void AddPackRule(const Pack& pack, const PackRule& rule, RuleSet& set);

}  // namespace quarry
